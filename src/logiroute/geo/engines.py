"""Which engines there are."""

from functools import lru_cache

from logiroute.errors import RoadsError
from logiroute.geo.engine import Engine, EngineName
from logiroute.geo.graph import EdgeGraph


@lru_cache(maxsize=8)
def engine_for(graph: EdgeGraph, name: EngineName) -> Engine:
    """The engine of that name on a graph; contracted once, then kept in memory.

    Raises
    ------
    RoadsError
        No engine has that name, or the graph cannot be contracted.
    """
    if name == "cch":
        from logiroute.geo.engine_cch import CchEngine  # loads numba, which takes a second

        return CchEngine(graph.tail, graph.head, graph.lonlat)
    if name == "scipy":
        from logiroute.geo.engine_scipy import ScipyEngine

        return ScipyEngine(graph.tail, graph.head, len(graph))
    raise RoadsError(f"unknown engine {name!r}; known are cch and scipy")
