"""igraph as a peer: searches our own graph, read from an .npz file of edges."""

from __future__ import annotations

from typing import Any

import igraph
import numpy as np
from serving import serve, timed


def search(graph: str, sources: list[int], targets: list[int], runs: int) -> dict[str, Any]:
    """Seconds of one search to everywhere, and of all of `sources` to `targets`."""
    edges = np.load(graph)
    made = igraph.Graph(
        n=int(edges["nodes"]), edges=np.column_stack([edges["tail"], edges["head"]]), directed=True
    )
    weights = edges["seconds"].tolist()
    _, one = timed(lambda: made.distances(sources[:1], weights=weights, mode="out"), runs)
    times, many = timed(lambda: made.distances(sources, targets, weights=weights, mode="out"), runs)
    return {"one": one, "many": many, "times": times}


if __name__ == "__main__":
    serve({"search": search})
