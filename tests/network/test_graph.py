"""The network as arrays: kept on disk, read as a graph, with doors where people get on and off."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse.csgraph import dijkstra

from geo.model import STREET_MODES, Mode, Name, Period
from geo.network.graph import Network, largest_part, load, save
from geo.network.rules import BRIDGE, CODE, RAMP
from geo.study import Study
from tests.network.drawing import STREET, network_of, node_at

LOOP = [(0, 0), (400, 0), (400, 400), (0, 400), (0, 0)]


def door_classes(network: Network, mode: Mode) -> set[int]:
    return set(network.code[network.doors(mode)].tolist())


def test_a_saved_network_comes_back_exactly_and_memory_mapped(
    gridville: Study, tmp_path: Path
) -> None:
    network = gridville.network
    save(network, tmp_path)
    back = load(tmp_path)
    for field in fields(Network):
        ours, theirs = getattr(network, field.name), getattr(back, field.name)
        if isinstance(ours, np.ndarray):
            assert isinstance(theirs, np.memmap)
            assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
            assert np.array_equal(ours, theirs)
            assert not theirs.flags.writeable
        else:
            assert ours == theirs


def test_nothing_on_disk_is_pickled(gridville: Study, tmp_path: Path) -> None:
    save(gridville.network, tmp_path)
    for file in tmp_path.iterdir():
        assert file.suffix in {".npy", ".json"}
        if file.suffix == ".npy":
            np.load(file, allow_pickle=False)
    assert json.loads((tmp_path / "network.json").read_text("utf-8"))["names"]


def test_a_pickle_in_place_of_an_array_is_never_opened(gridville: Study, tmp_path: Path) -> None:
    save(gridville.network, tmp_path)
    np.save(tmp_path / "x.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match=r"Python object|pickle"):
        load(tmp_path)


def test_of_parallel_edges_the_fastest_counts() -> None:
    straight = ({"highway": "primary"}, [(0, 0), (600, 0)])
    round_about = ({"highway": "residential"}, [(0, 0), (300, 300), (600, 0)])
    network = network_of(round_about, straight)
    for mode, kmh in ((Mode.DRIVE, 60), (Mode.WALK, 4.8)):
        graph = network.adjacency(mode, Period.FREE)
        a, b = node_at(network, (0, 0)), node_at(network, (600, 0))
        assert graph.matrix[a, b] == pytest.approx(600 * 3.6 / kmh, rel=1e-4)
        assert graph.matrix.nnz == 2
        (edge,) = graph.between(np.array([a]), np.array([b]))
        assert network.code[edge % network.links] == CODE["primary"]


def test_the_reversed_graph_leads_to_a_place() -> None:
    network = network_of(({**STREET, "oneway": "yes"}, [(0, 0), (300, 0)]))
    a, b = node_at(network, (0, 0)), node_at(network, (300, 0))
    ahead = network.adjacency(Mode.DRIVE, Period.FREE).matrix
    back = network.adjacency(Mode.DRIVE, Period.FREE, reverse=True).matrix
    assert ahead[a, b] == back[b, a] > 0
    assert ahead[b, a] == back[a, b] == 0
    assert np.array_equal(ahead.toarray().T, back.toarray())


def test_a_graph_is_made_once(gridville: Study) -> None:
    network = gridville.network
    assert network.adjacency(Mode.WALK, Period.FREE) is network.adjacency(Mode.WALK, Period.PEAK)
    drive = network.adjacency(Mode.DRIVE, Period.FREE)
    assert drive is not network.adjacency(Mode.DRIVE, Period.PEAK)
    assert drive is not network.adjacency(Mode.DRIVE, Period.FREE, reverse=True)


def test_a_passage_without_length_is_an_edge_all_the_same() -> None:
    line = [(0, 0), (100, 0), (200, 0)]
    network = network_of((STREET, line), nodes={(100, 0): {"barrier": "bollard"}})
    seconds = dijkstra(network.adjacency(Mode.WALK, Period.FREE).matrix, indices=0)
    assert np.isfinite(seconds).all()


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway", "oneway": "no"},
        {"highway": "primary_link"},
        {"highway": "primary", "bridge": "yes"},
        {"highway": "residential", "tunnel": "yes"},
        {"route": "ferry", "motor_vehicle": "yes"},
    ],
)
def test_nobody_enters_on_motorways_bridges_tunnels_ramps_and_ferries(tags: dict[str, str]) -> None:
    other = (tags, [(400, 400), (800, 400)])
    network = network_of((STREET, LOOP), (STREET, [(800, 400), (800, 0), (400, 0)]), other)
    ends = {node_at(network, (400, 400)), node_at(network, (800, 400))}
    links = zip(network.start.tolist(), network.end.tolist(), strict=True)
    is_other = np.array([set(link) == ends for link in links])
    assert is_other.sum() == 1
    for mode in STREET_MODES:
        assert np.array_equal(network.doors(mode), ~is_other)


def test_doors_are_in_the_largest_part_only_by_mode() -> None:
    island = (STREET, [(2000, 0), (2100, 0)])
    path = ({"highway": "footway"}, [(400, 0), (800, 0)])
    way_out = ({**STREET, "oneway": "yes"}, [(0, 0), (-300, 0)])
    network = network_of((STREET, LOOP), (STREET, [(400, 0), (400, -100)]), island, path, way_out)
    x = network.x[network.end] + network.x[network.start]
    apart = x > x.min() + 3000
    assert apart.sum() == 1
    for mode in STREET_MODES:
        assert not network.doors(mode)[apart].any()
    footway = network.code == CODE["footway"]
    assert network.doors(Mode.WALK)[footway].all()
    assert not network.doors(Mode.DRIVE)[footway].any()
    # Nobody comes back by car from a one-way dead end, but on foot one does.
    blind = (network.travel_of(Mode.DRIVE, Period.FREE)[1] == np.inf) & ~footway
    assert blind.sum() == 1
    assert not network.doors(Mode.DRIVE)[blind].any()
    assert network.doors(Mode.WALK)[blind].all()


def test_bicycles_and_e_bikes_have_the_same_doors(gridville: Study) -> None:
    network = gridville.network
    assert network.doors(Mode.BIKE) is network.doors(Mode.EBIKE)


def test_the_largest_part_of_gridville_holds_all_but_the_island(gridville: Study) -> None:
    network = gridville.network
    part = largest_part(network, Mode.WALK)
    assert (network.x[~part] > 502_900).sum() == 2
    # On foot, the motorway's two ends are out of reach too.
    assert (network.y[~part] < 4_999_800).sum() == 2
    assert (~part).sum() == 4
    assert door_classes(network, Mode.DRIVE) == {
        CODE[name] for name in ("primary", "secondary", "residential")
    }
    assert not (network.flags[network.doors(Mode.DRIVE)] & (BRIDGE | RAMP)).any()


def test_names_serve_both_languages() -> None:
    named = {**STREET, "name": "市心路", "name:en": "Shixin Road"}
    numbered = {**STREET, "ref": "S2"}
    network = network_of((named, [(0, 0), (100, 0)]), (numbered, [(100, 0), (200, 0)]))
    names = {network.name_of(link) for link in range(network.links)}
    assert names == {Name("市心路", "Shixin Road"), Name("S2", "S2")}
