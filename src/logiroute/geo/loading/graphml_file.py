"""Read and write street networks as OSMnx saves them (``.graphml``)."""

from pathlib import Path

from logiroute.errors import RoadsError
from logiroute.geo.loading.interop import ways_of_graph
from logiroute.geo.loading.ways import Ways


def read_graphml(path: Path) -> Ways:
    """All streets of a graph saved with ``osmnx.save_graphml``.

    OSMnx writes a two-way street as two edges; they become one street again.

    Raises
    ------
    RoadsError
        The file is no GraphML, or not a graph of OSMnx.
    """
    import osmnx
    from networkx import NetworkXError

    # What a damaged file makes of the XML parser, of networkx and of osmnx.
    faults = (OSError, SyntaxError, ValueError, KeyError, TypeError, AttributeError, NetworkXError)
    try:
        return ways_of_graph(osmnx.load_graphml(path))
    except faults as error:
        raise RoadsError(f"{path}: cannot be read as a GraphML file of OSMnx ({error})") from error
