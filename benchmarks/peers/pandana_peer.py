"""pandana as a peer: contraction hierarchies over our own graph, read from an .npz file."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandana
import pandas
from serving import serve, timed


def search(graph: str, sources: list[int], targets: list[int], runs: int) -> dict[str, Any]:
    """Seconds to contract the graph, and then of all of `sources` to all of `targets`."""
    edges = np.load(graph)
    start = time.perf_counter()
    made = pandana.Network(
        pandas.Series(edges["x"]),
        pandas.Series(edges["y"]),
        pandas.Series(edges["tail"].astype(np.int64)),
        pandas.Series(edges["head"].astype(np.int64)),
        pandas.DataFrame({"seconds": edges["seconds"]}),
        twoway=False,
    )
    contracted = time.perf_counter() - start
    from_, to = np.repeat(sources, len(targets)), np.tile(targets, len(sources))
    times, many = timed(lambda: made.shortest_path_lengths(from_, to), runs)
    shape = (len(sources), len(targets))
    return {"contracted": contracted, "many": many, "times": np.reshape(times, shape).tolist()}


if __name__ == "__main__":
    serve({"search": search})
