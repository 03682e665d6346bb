"""Write a road network as an OpenStreetMap file, so that other programs can read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray

from logiroute.geo.graph import EdgeGraph
from logiroute.geo.roads import Roads


@dataclass(frozen=True)
class Exported:
    """Ids in a written file.

    Attributes
    ----------
    node : ndarray of int64, shape (vertices,)
        Node id of each vertex of the roads; segments that meet share it.
    way : ndarray of int64, shape (segments,)
        Way id of each segment.
    """

    node: NDArray[np.int64]
    way: NDArray[np.int64]

    def pieces(self, roads: Roads, segments: NDArray[np.int64]) -> NDArray[np.int64]:
        """Node ids at both ends of all straight pieces of segments, each in both directions.

        Returns
        -------
        ndarray of int64, shape (pieces, 2)
        """
        owner = np.repeat(np.arange(len(roads)), np.diff(roads.offset))
        first = np.flatnonzero((owner[:-1] == owner[1:]) & np.isin(owner[:-1], segments))
        ahead = np.stack([self.node[first], self.node[first + 1]], axis=1)
        return np.concatenate([ahead, ahead[:, ::-1]])


def export(roads: Roads, graph: EdgeGraph, path: Path) -> Exported:
    """Write the streets of one mode, a way per segment.

    Parameters
    ----------
    roads : Roads
    graph : EdgeGraph
        Its states say which segments are written and which turns back `no_u_turns` forbids.
    path : path
        ``.osm.pbf`` or ``.osm``; overwritten.
    """
    node = _node_ids(roads)
    way = np.arange(len(roads), dtype=np.int64) + 1
    usable = np.flatnonzero(graph.usable)
    written = np.zeros(len(roads.micro), dtype=np.bool_)
    written[np.repeat(graph.usable, np.diff(roads.offset))] = True
    ids, vertex = np.unique(node[written], return_index=True)
    where = roads.micro[np.flatnonzero(written)[vertex]] / 1e6
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for identity, lonlat in zip(ids.tolist(), where.tolist(), strict=True):
            writer.add_node(osmium.osm.mutable.Node(id=identity, location=tuple(lonlat), version=1))
        for segment in usable.tolist():
            refs = node[roads.offset[segment] : roads.offset[segment + 1]].tolist()
            tags = {"highway": roads.classes[roads.highway[segment]]}
            identity = int(way[segment])
            writer.add_way(osmium.osm.mutable.Way(id=identity, nodes=refs, tags=tags, version=1))
        for relation in no_u_turns(roads, graph, way, node):
            writer.add_relation(relation)
    return Exported(node, way)


def _node_ids(roads: Roads) -> NDArray[np.int64]:
    """Ids 1 … for junctions, further ones for the vertices between."""
    node = np.arange(len(roads.micro), dtype=np.int64) + roads.nodes + 1
    node[roads.offset[:-1]] = roads.ends[:, 0] + 1
    node[roads.offset[1:] - 1] = roads.ends[:, 1] + 1
    return node


def no_u_turns(
    roads: Roads, graph: EdgeGraph, way: NDArray[np.int64], node: NDArray[np.int64]
) -> Iterator[osmium.osm.mutable.Relation]:
    """Restrictions that forbid what OSRM takes for a dead end and logiroute does not.

    OSRM lets a vehicle turn back wherever only one street leads to a junction, even if others
    (one-way streets) lead on; logiroute only where nothing leads on.

    Parameters
    ----------
    way : ndarray of int64, shape (segments,)
        Way id of each segment in the file.
    node : ndarray of int64, shape (vertices,)
        Node id of each vertex in the file; only those at the ends of segments count.
    """
    columns = np.where(graph.forward, 1, 0)
    end = roads.ends[graph.segment, columns]
    reverse = graph.state_of[graph.segment, columns]
    incoming = np.bincount(end, minlength=roads.nodes)
    onward = np.bincount(graph.tail[reverse[graph.tail] != graph.head], minlength=len(graph))
    found = np.flatnonzero((reverse >= 0) & (incoming[end] == 1) & (onward > 0))
    for number, state in enumerate(found.tolist(), start=1):
        segment = int(graph.segment[state])
        last = roads.offset[segment + 1] - 1 if graph.forward[state] else roads.offset[segment]
        identity = int(way[segment])
        yield osmium.osm.mutable.Relation(
            id=number,
            version=1,
            members=[("w", identity, "from"), ("n", int(node[last]), "via"), ("w", identity, "to")],
            tags={"type": "restriction", "restriction": "no_u_turn"},
        )
