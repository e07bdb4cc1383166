"""How the command line speaks: answers on standard output, all else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from geo.errors import GeoError
from geo.model import (
    Combine,
    Isochrone,
    Matrix,
    Mode,
    Period,
    Progress,
    Route,
    Spot,
    Status,
    Timetable,
)

if TYPE_CHECKING:
    from geo.sources.check import Summary
    from geo.sources.osm import FetchReport
    from geo.study import Study, StudySummary

STEPS: Mapping[str, str] = {
    "download": "Downloading from OpenStreetMap",
    "clip": "Clipping to the town's bounds",
    "read": "Reading the town",
    "roads": "Reading the roads",
    "network": "Building the network",
    "assume": "Filling in local streets",
    "join": "Joining the streets",
    "speeds": "Setting speeds",
    "reach": "Laying the grid for isochrones",
    "open": "Opening the study",
    "ready": "Ready",
}
"""What each step of the engine's progress is called; others go by their own names."""

_PATIENCE_SECONDS = 1.0
_SHOWN_ROWS = 20


def say(text: str) -> None:
    """Put one line on standard error, whatever line breaks `text` holds."""
    print(" ".join(text.split()), file=sys.stderr, flush=True)


def say_error(error: Exception) -> None:
    """Say what went wrong in one line; what no reader can mend is a fault to report."""
    if isinstance(error, GeoError):
        say(f"Error: {error}")
        return
    say(
        f"Error: this is a fault of Town Atlas ({type(error).__name__}: {error}). Please report "
        "it; --debug before the command shows where it happened."
    )


@contextmanager
def progress() -> Iterator[Progress]:
    """Show long work: a bar on a terminal that goes when done, plain lines elsewhere."""
    if sys.stderr.isatty():
        with _bar() as told:
            yield told
    else:
        with _lines() as told:
            yield told


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Working", total=1.0)
        yield lambda step, done: bar.update(task, description=_name(step), completed=done)


@contextmanager
def _lines() -> Iterator[Progress]:
    """Say each step once, and nothing at all of work that is done within a second."""
    now = said = ""
    patient = True

    def speak() -> None:
        nonlocal said
        if now not in (said, ""):
            said = now
            say(f"{_name(now)} ...")

    def lose_patience() -> None:
        nonlocal patient
        patient = False
        speak()

    def told(step: str, done: float) -> None:
        nonlocal now
        now = step if done < 1 else ""
        if not patient:
            speak()

    timer = Timer(_PATIENCE_SECONDS, lose_patience)
    timer.daemon = True
    timer.start()
    try:
        yield told
    finally:
        timer.cancel()


def _name(step: str) -> str:
    return STEPS.get(step, step.replace("_", " ").capitalize())


def deliver(data: bytes, out: Path | None) -> None:
    """Put an answer into the file `out`, or on standard output where it is None."""
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from geo.export import write

    write(out, data)
    say(f"Wrote {out} ({size(len(data))}).")


def size(count: float) -> str:
    """Bytes as a person says them."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def duration(seconds: float) -> str:
    """Seconds as hours, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def clock(seconds: int) -> str:
    """Seconds after midnight as 09:30; past midnight it goes on with 24:30."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


def route_line(route: Route) -> str:
    """A route in one line: how long, how far, how."""
    when = f", {route.period.value}" if route.period.value != "free" else ""
    return f"{duration(route.seconds)}, {route.metres / 1000:.1f} km ({route.mode.value}{when})"


def matrix_line(matrix: Matrix) -> str:
    """How the pairs of a matrix came out, in one line."""
    counts = [(status.value, int((matrix.status == status.value).sum())) for status in Status]
    told = ", ".join(f"{count} {name}" for name, count in counts if count)
    return f"{matrix.status.size} pairs: {told or 'none'}"


def layer_lines(layers: Summary) -> list[str]:
    """Each file of a town with what it holds and of what date, in a line."""
    return [
        f"{key}: {layers.features[key]} {_unit(key)}, as of {layers.dates[key] or 'unknown'}"
        for key in layers.features
    ]


def _unit(key: str) -> str:
    """What a layer's number counts: a feed's are trips."""
    return "trips" if key.startswith("transit") else "features"


def network_lines(summary: StudySummary, data_as_of: str) -> list[str]:
    """What a built network holds."""
    km = ", ".join(f"{mode} {length:.1f} km" for mode, length in summary.km.items())
    lines = [
        f"Network: {summary.junctions} junctions, {summary.signals} with signals",
        f"Streets by mode: {km}",
        f"Roads as of: {data_as_of or 'unknown'}",
    ]
    if summary.assumed_km:
        lines.insert(2, f"Assumed local streets, not counted above: {summary.assumed_km:.1f} km")
    return lines


def build_lines(study: Study, seconds: float) -> list[str]:
    """How long building (or finding it done) took, and how large what is kept is."""
    done = "Built" if study.built else "Already built; opened"
    roads, network = study.town.files["roads"], study.network
    return [
        f"{done} in {seconds:.1f} s",
        f"Roads: {size(roads.stat().st_size)} in {roads.name}",
        f"Network: {network.nodes} nodes, {network.links} links, "
        f"{size(sum(study.sizes.values()))} in {study.cache}",
    ]


def fetch_lines(report: FetchReport) -> list[str]:
    """What a fetch brought, layer by layer, and what it left as it was."""
    lines = [
        f"{key}: {count} features in {report.files[key]}"
        if key in report.files
        else f"{key}: none found, and nothing changed"
        for key, count in report.counts.items()
    ]
    if report.own_places:
        lines.append(f"The town's own {report.own_places} places stay beside those fetched.")
    return [*lines, f"Data as of: {report.as_of or 'unknown'}"]


def band_lines(isochrone: Isochrone) -> list[str]:
    """Each band's area in a line; 'at least' where the map ends before the band does."""
    return [
        f"{band.minutes} min: at least {_area(band.area_km2)} (the map ends here)"
        if band.open
        else f"{band.minutes} min: {_area(band.area_km2)}"
        for band in isochrone.bands
    ]


def _area(km2: float) -> str:
    """Square kilometres to a tenth, small ones to a hundredth, so that only nothing reads as 0."""
    return f"{km2:.1f} km²" if km2 >= 1 or km2 == 0 else f"{km2:.2f} km²"


def say_empty(isochrone: Isochrone, walk_seconds: float) -> None:
    """Say where a whole answer is empty, and why; `walk_seconds` from the places to the streets."""
    largest, spots = isochrone.bands[-1], isochrone.question.spots
    if not largest.polygon.is_empty:
        return
    if walk_seconds >= largest.minutes * 60:
        why = f"the walk to the nearest street alone takes {duration(walk_seconds)}"
    elif len(spots) > 1 and isochrone.question.combine is Combine.ALL:
        why = f"no ground is that near to all {len(spots)} places"
    else:
        why = "what can be reached is too small to be drawn"
    say(f"Note: nowhere is within {largest.minutes} min, as {why}; the answer holds no ground.")


def say_assumed(assumed: bool) -> None:
    """Say that an answer leans on assumed local streets."""
    if assumed:
        say(
            "Note: this town maps main roads only, so assumed local streets were used; "
            "`fetch` brings the real ones."
        )


def say_doors(mode: Mode, spots: Sequence[Spot]) -> None:
    """Say that what is done at hubs' doors is in the times."""
    if mode in (Mode.DRIVE, Mode.BIKE, Mode.EBIKE) and any(spot.kind for spot in spots):
        what = "parking and the walk to the door" if mode == Mode.DRIVE else "locking the bicycle"
        say(f"Note: {what} at hubs is counted; --no-doors leaves it out.")


def say_period(mode: Mode, asked: Period | None) -> None:
    """Say where the period asked for does not matter."""
    if mode != Mode.DRIVE and asked not in (None, Period.FREE):
        say(f"Note: --period matters for driving only; for {mode.value} it is left out.")


def say_timetable(timetable: Timetable, idle: Sequence[Path]) -> None:
    """Say of which day the timetable is, and what in it is not as it seems."""
    say(f"Timetable: {timetable.day:%A, %Y-%m-%d}, {timetable.runs} runs")
    if timetable.counted:
        say(
            "Note: some lines state a headway only; their departures are counted from the start "
            "of each period."
        )
    if idle:
        names = ", ".join(path.name for path in idle)
        say(f"Note: nothing of {names} runs on that day; its dates are others.")


def say_outside(file: str, rows: Sequence[str], count: int) -> None:
    """Say which of the `count` points of a file lie outside the town's bounds, if any do."""
    if not rows:
        return
    more = f" and {len(rows) - _SHOWN_ROWS} more" if len(rows) > _SHOWN_ROWS else ""
    say(
        f"Note: {len(rows)} of the {count} points in {file} lie outside the town's bounds and are "
        f"off-network: {', '.join(rows[:_SHOWN_ROWS])}{more}. If they should not, check that "
        "longitude comes first."
    )
