"""Whose data an exported file says it holds."""

from __future__ import annotations

from pathlib import Path

from geo import export
from geo.model import Accuracy, Name, Point, Source, Town


def test_the_credit_of_a_town_names_openstreetmap_and_the_town() -> None:
    origin = Name("路", "Road survey")
    source = Source("roads", origin, "ODbL", "2026-01", Accuracy.SURVEYED, "WGS-84")
    town = Town(
        "t",
        Path("t"),
        Name("镇", "Town"),
        Point(0, 0),
        (0, 0, 1, 1),
        "EPSG:32631",
        "UTC",
        {},
        "all",
        None,  # type: ignore[arg-type]
        sources=(source, source),
        attribution=Name("镇政府", "Town hall"),
    )
    credit = export.credit_of(town, "2026-01-02")
    assert credit.attribution == "© OpenStreetMap contributors, ODbL; Town hall"
    assert credit.sources == ("Road survey (ODbL, 2026-01)",)
