"""Tramville: a made-up metro in tables, whose trains follow from run times and headways on paper.

Line A runs from Alpha over Beta and Gamma to Delta, 2 min each; its branch runs from Echo over
Gamma to Delta, 3 min to Gamma. Line B runs from Beta to Foxtrot, 5 min. Every 10 min, before 7:00
every 20; line B every 15.
"""

from __future__ import annotations

from pathlib import Path

NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Echo", "Foxtrot")

NETWORK = (
    "line,service,from_zh,to_zh,today_line,branch,today_seq_from,today_seq_to,"
    "without,label_out,label_back\n"
)
STATIONS = [f"{name.lower()},{name}站,{name},{10 + i / 100},50\n" for i, name in enumerate(NAMES)]

TABLES = {
    "stations.csv": "".join(["id,name_zh,name_en,lon,lat\n", *STATIONS]),
    "line_stations.csv": """line,branch,seq,name_zh
A,,1,Alpha站
A,,2,Beta站
A,,3,Gamma站
A,,4,Delta站
A,east,1,Echo站
A,east,2,Gamma站
A,east,3,Delta站
B,,1,Beta站
B,,2,Foxtrot站
""",
    "run_times.csv": """line,from_zh,to_zh,minutes,basis
A,Alpha站,Beta站,2,timetable
A,Beta站,Gamma站,2,estimated
A,Gamma站,Delta站,2,timetable
A,Echo站,Gamma站,3,timetable
B,Beta站,Foxtrot站,5,timetable
""",
    "first_last.csv": """line,name_zh,direction,first_train,last_train
A,Alpha站,to Delta,6:00,23:00
A,Gamma站,to Delta,6:04,23:05
A,Delta站,to Alpha,6:30,23:58
A,Gamma站,to Alpha,6:06,24:00
A,Beta站,to Alpha,6:08,24:02
A,Echo站,to Delta,6:00,22:00
A,Delta站,to Echo,6:40,23:30
A,Gamma站,to Echo,6:42,23:32
B,Beta站,to Foxtrot,6:10,7:00
B,Foxtrot站,to Beta,6:00,6:00
""",
    "lines.csv": "line,colour\nA,#FFD800\nB,#102080\n",
    "headways.csv": """lines,from,to,minutes
,00:00,07:00,20
,07:00,30:00,10
B,00:00,30:00,15
""",
    "interchanges.csv": "from_zh,to_zh,minutes\n*,*,3\nEcho站,Foxtrot站,4\n",
    "exits.csv": """station_zh,lines,exit,name_zh,name_en,lon,lat,note_zh,note_en
Beta站,A;B,A,,,10.0101,50.0001,,
Beta站,B,N,北口,North door,10.0099,50.0002,假设,Assumed
""",
    "now.csv": NETWORK
    + """A,main,Alpha站,Delta站,A,,1,4,,to Delta,to Alpha
A,east,Echo站,Delta站,A,east,1,3,,to Delta,to Echo
B,main,Beta站,Foxtrot站,B,,1,2,,to Foxtrot,to Beta
""",
    "then.csv": NETWORK
    + """A,main,Alpha站,Delta站,A,,1,4,Gamma站,to Delta,to Alpha
""",
    "names_then.csv": "name_zh,then_zh,then_en\nDelta站,Dorp站,Dorp\n",
    "feeds.toml": """
[agency]
id = "tram"
name = { zh = "电车", en = "Tram" }
url = "https://tram.example/"
timezone = "Europe/Berlin"
[publisher]
name = { zh = "编者", en = "Editors" }
url = "https://tram.example/"
[words]
line = { zh = "{}线", en = "Line {}" }
exit = { zh = "{}口", en = "Exit {}" }
platform = { zh = "{}站台", en = "{} platform" }
[[attribution]]
id = "table"
name = { zh = "资料", en = "Tables" }
[[feed]]
folder = "transit"
network = "now.csv"
names = ""
version = "1"
start = "2026-01-01"
end = "2027-12-31"
assumed_times = false
about = { zh = "假设", en = "Assumed" }
[[feed]]
folder = "transit_then"
network = "then.csv"
names = "names_then.csv"
version = "0"
start = "2026-01-01"
end = "2027-12-31"
assumed_times = true
about = { zh = "从前", en = "Then" }
""",
}


def write_tables(folder: Path) -> Path:
    """Write the tables into a folder, which they come to be; gives it back."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text in one of the tables; it must stand there."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
