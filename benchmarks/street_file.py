"""The file from which OSRM reads the same streets that a road network has."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray

from logiroute.geo.graph import EdgeGraph
from logiroute.geo.roads import Roads

_FIRST_OWN_RELATION = 10**11


@dataclass(frozen=True)
class StreetFile:
    """A file for OSRM, and which of its ids are which part of the network.

    Attributes
    ----------
    path : path
        ``.osm.pbf``.
    node : ndarray of int64, shape (vertices,)
        Node id of each vertex; segments that meet share it.
    way : ndarray of int64, shape (segments,)
        Way id of each segment.
    against : ndarray of bool, shape (segments,)
        Whether the segment runs against its way as the file draws it.
    unused : ndarray of int64, shape (pieces, 2)
        Straight pieces of its ways that are no part of the network, as `pieces` gives them: left
        out there because they hang together with nothing.
    """

    path: Path
    node: NDArray[np.int64]
    way: NDArray[np.int64]
    against: NDArray[np.bool_]
    unused: NDArray[np.int64]

    def pieces(self, roads: Roads, segments: NDArray[np.int64]) -> NDArray[np.int64]:
        """Node ids at both ends of all straight pieces of segments, each in both directions.

        Returns
        -------
        ndarray of int64, shape (pieces, 2)
        """
        return _pieces(self.node, roads, segments)


def export_streets(roads: Roads, graph: EdgeGraph, path: Path) -> StreetFile:
    """Write the streets of one mode as an OpenStreetMap file, a way per segment.

    Parameters
    ----------
    roads : Roads
    graph : EdgeGraph
        Its states say which segments are written and which turns back `no_u_turns` forbids.
    path : path
        ``.osm.pbf``; overwritten.
    """
    node = np.arange(len(roads.micro), dtype=np.int64) + roads.nodes + 1
    node[roads.offset[:-1]] = roads.ends[:, 0] + 1
    node[roads.offset[1:] - 1] = roads.ends[:, 1] + 1
    way = np.arange(len(roads), dtype=np.int64) + 1
    written = np.flatnonzero(np.repeat(graph.usable, np.diff(roads.offset)))
    ids, place = np.unique(node[written], return_index=True)
    where = (roads.micro[written[place]] / 1e6).tolist()
    against, unused = np.zeros(len(roads), dtype=np.bool_), np.zeros((0, 2), dtype=np.int64)
    file = StreetFile(path, node, way, against, unused)
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for one, lonlat in zip(ids.tolist(), where, strict=True):
            writer.add_node(osmium.osm.mutable.Node(id=one, location=tuple(lonlat), version=1))
        for segment in np.flatnonzero(graph.usable).tolist():
            refs = node[roads.offset[segment] : roads.offset[segment + 1]].tolist()
            tags = {"highway": roads.classes[roads.highway[segment]]}
            writer.add_way(
                osmium.osm.mutable.Way(id=int(way[segment]), nodes=refs, tags=tags, version=1)
            )
        for relation in no_u_turns(roads, graph, file):
            writer.add_relation(relation)
    return file


def copy_original(roads: Roads, graph: EdgeGraph, source: Path, path: Path) -> StreetFile:
    """Copy the OpenStreetMap file of a network, with all its restrictions, and add `no_u_turns`.

    Parameters
    ----------
    roads : Roads
        Read from ``source``.
    graph : EdgeGraph
    source : path
        Any OpenStreetMap file.
    path : path
        ``.osm.pbf``; overwritten.

    Raises
    ------
    ValueError
        A vertex of the network is not in the file.
    """
    node = np.full(len(roads.micro), -1, dtype=np.int64)
    against = np.zeros(len(roads), dtype=np.bool_)
    drawn: set[tuple[int, int]] = set()
    segments_of: dict[int, list[int]] = {}
    for segment, way in enumerate(roads.way_id.tolist()):
        segments_of.setdefault(way, []).append(segment)
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for entity in osmium.FileProcessor(str(source)).with_locations():
            writer.add(entity)
            if isinstance(entity, osmium.osm.Way) and entity.id in segments_of:
                refs = [
                    (ref.ref, (round(ref.lon * 1e6), round(ref.lat * 1e6)))
                    for ref in entity.nodes
                    if ref.location.valid()
                ]
                ids = [ref for ref, _ in refs]
                drawn.update((*pairwise(ids), *pairwise(ids[::-1])))
                for segment in segments_of[entity.id]:
                    part = slice(*roads.offset[segment : segment + 2].tolist())
                    node[part], against[segment] = _found(refs, roads.micro[part].tolist())
        if (node < 0).any():
            raise ValueError(f"{source}: not the file that {roads.source} was read from")
        used = _pieces(node, roads, np.flatnonzero(graph.usable)).tolist()
        unused = np.array(sorted(drawn - {(tail, head) for tail, head in used}), dtype=np.int64)
        file = StreetFile(path, node, roads.way_id, against, unused.reshape(-1, 2))
        for relation in no_u_turns(roads, graph, file):
            writer.add_relation(relation)
    return file


def _pieces(
    node: NDArray[np.int64], roads: Roads, segments: NDArray[np.int64]
) -> NDArray[np.int64]:
    owner = np.repeat(np.arange(len(roads)), np.diff(roads.offset))
    first = np.flatnonzero((owner[:-1] == owner[1:]) & np.isin(owner[:-1], segments))
    ahead = np.stack([node[first], node[first + 1]], axis=1)
    return np.concatenate([ahead, ahead[:, ::-1]])


def _found(
    refs: list[tuple[int, tuple[int, int]]], vertices: list[list[int]]
) -> tuple[list[int], bool]:
    """Ids of the vertices of a segment in its way, and whether it runs against the way."""
    wanted = [tuple(vertex) for vertex in vertices]
    for way, against in ((refs, False), (refs[::-1], True)):
        spots = [spot for _, spot in way]
        for start in range(len(spots) - len(wanted) + 1):
            if spots[start : start + len(wanted)] == wanted:
                return [ref for ref, _ in way[start : start + len(wanted)]], against
    return [-1] * len(wanted), False


def no_u_turns(
    roads: Roads, graph: EdgeGraph, file: StreetFile
) -> Iterator[osmium.osm.mutable.Relation]:
    """Restrictions that forbid what OSRM takes for a dead end and logiroute does not.

    OSRM lets a vehicle turn back wherever only one street leads to a junction, even if others
    (one-way streets) lead on; logiroute only where nothing leads on.
    """
    columns = np.where(graph.forward, 1, 0)
    end = roads.ends[graph.segment, columns]
    reverse = graph.state_of[graph.segment, columns]
    incoming = np.bincount(end, minlength=roads.nodes)
    onward = np.bincount(graph.tail[reverse[graph.tail] != graph.head], minlength=len(graph))
    found = np.flatnonzero((reverse >= 0) & (incoming[end] == 1) & (onward > 0))
    last = np.where(graph.forward, roads.offset[graph.segment + 1] - 1, roads.offset[graph.segment])
    for number, state in enumerate(found.tolist()):
        way, via = int(file.way[graph.segment[state]]), int(file.node[last[state]])
        yield osmium.osm.mutable.Relation(
            id=_FIRST_OWN_RELATION + number,
            version=1,
            members=[("w", way, "from"), ("n", via, "via"), ("w", way, "to")],
            tags={"type": "restriction", "restriction": "no_u_turn"},
        )
