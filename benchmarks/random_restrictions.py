"""Random turn restrictions on the streets of a real file: more, and odder, than any town has.

Extracts of real towns have a few dozen restrictions, hardly ever over a way. These are synthetic.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np
import osmium

#: Ids of the relations begin here: beyond those of real ones.
_FIRST_ID = 9 * 10**10
_KINDS = ("no_left_turn", "no_right_turn", "no_straight_on", "only_straight_on", "only_left_turn")
#: Shares: of restrictions over a way, of those for heavy goods vehicles only, of exceptions.
_OVER_A_WAY, _FOR_HGV, _EXCEPTED = 0.3, 0.15, 0.15

Members = list[tuple[str, int, str]]


def add_restrictions(source: Path, path: Path, count: int, seed: int) -> Path:
    """Copy an OpenStreetMap file and add turn restrictions that nobody has put up.

    They are made at random where ways end, since a restriction whose via node lies within a way
    means different things to different programs.

    Parameters
    ----------
    source, path : path
        ``path`` ends in ``.osm.pbf`` and is overwritten.
    count, seed : int
    """
    rng = np.random.default_rng(seed)
    ends: dict[int, tuple[int, int]] = {}
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for entity in osmium.FileProcessor(str(source)):
            writer.add(entity)
            if isinstance(entity, osmium.osm.Way) and "highway" in entity.tags:
                ends[entity.id] = (entity.nodes[0].ref, entity.nodes[-1].ref)
        at: dict[int, list[int]] = defaultdict(list)
        for way, nodes in ends.items():
            for node in set(nodes):
                at[node].append(way)
        for number in range(count):
            members = _over_a_way(ends, at, rng) if rng.random() < _OVER_A_WAY else []
            writer.add_relation(
                osmium.osm.mutable.Relation(
                    id=_FIRST_ID + number,
                    version=1,
                    members=members or _at_a_node(at, rng),
                    tags=_tags(rng),
                )
            )
    return path


def _at_a_node(at: dict[int, list[int]], rng: np.random.Generator) -> Members:
    busy = [node for node, ways in at.items() if len(ways) > 2]
    node = busy[int(rng.integers(len(busy)))]
    first, last = rng.choice(at[node], 2, replace=False).tolist()
    return [("w", first, "from"), ("n", node, "via"), ("w", last, "to")]


def _over_a_way(
    ends: dict[int, tuple[int, int]], at: dict[int, list[int]], rng: np.random.Generator
) -> Members:
    """From a way over another one into a third; empty if a few draws find none."""
    ways = list(ends)
    for _ in range(50):
        via = ways[int(rng.integers(len(ways)))]
        turn = ends[via][:: int(rng.choice([-1, 1]))]
        before, after = ([way for way in at[node] if way != via] for node in turn)
        if turn[0] != turn[1] and before and after:
            first, last = (options[int(rng.integers(len(options)))] for options in (before, after))
            return [("w", first, "from"), ("w", via, "via"), ("w", last, "to")]
    return []


def _tags(rng: np.random.Generator) -> dict[str, str]:
    key = "restriction:hgv" if rng.random() < _FOR_HGV else "restriction"
    tags = {"type": "restriction", key: _KINDS[int(rng.integers(len(_KINDS)))]}
    if rng.random() < _EXCEPTED:
        tags["except"] = str(rng.choice(["psv", "hgv", "motorcar", "bicycle;emergency"]))
    return tags
