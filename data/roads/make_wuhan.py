"""Make ``wuhan.parquet`` from the street segments of Wuhan that come with neatnet 0.1.6.

Run from the top folder of the project::

    python data/roads/make_wuhan.py ../shared/data/wuhan_streets.parquet

The source has one row per straight piece of street (OSM node ids ``u, v`` and the line in
EPSG:32650) and neither ``oneway`` nor ``name`` nor ``maxspeed``. Four steps lead to the file that
``logiroute.geo.load_roads`` reads; README.md in this folder says what each column means and what
is inferred:

1. *Directions.* The line runs as OSM drew it, ``u, v`` need not: every node's position is the one
   all its pieces share, and ``u, v`` are swapped where they disagree with the line.
2. *One-way.* Motorways and their links are one-way in drawn direction. A piece of a trunk, primary
   or secondary road is taken as one carriageway of a divided road if another piece of the same
   class runs the opposite way at most 40 m to its left.
3. *Chains.* Pieces that meet at a node where nothing else begins become one polyline if their
   class and their direction agree.
4. *Coordinates* become whole millionths of a degree (about 0.1 m), stored as differences.
"""

import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

#: Largest distance between the two carriageways of one road, metres.
CARRIAGEWAY_GAP_M = 40.0
#: Cosine of the angle beyond which two carriageways count as opposite (180° ± 26°).
OPPOSITE_COSINE = -0.9
ONE_WAY_CLASSES = ("motorway", "motorway_link")
DIVIDED_CLASSES = ("trunk", "primary", "secondary")

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


def directed_ends(u: IntArray, v: IntArray, ends: FloatArray) -> tuple[IntArray, IntArray]:
    """Node ordinals at the first and last point of each piece.

    Parameters
    ----------
    u, v : ndarray of int64, shape (n,)
        Node ids in either order.
    ends : ndarray of float64, shape (n, 2, 2)
        First and last point of each piece, metres.

    Raises
    ------
    ValueError
        A piece whose line fits its nodes in neither order.
    """
    count = len(u)
    _, ordinal = np.unique(np.concatenate([u, v]), return_inverse=True)
    first, last = ordinal[:count], ordinal[count:]
    millimetres = np.round(ends.reshape(-1, 2) * 1000).astype(np.int64)
    _, position = np.unique(millimetres, axis=0, return_inverse=True)
    position = position.reshape(count, 2)
    nodes = np.concatenate([first, first, last, last])
    places = np.concatenate([position.T.ravel(), position.T.ravel()])
    stride = int(places.max()) + 1
    pairs, votes = np.unique(nodes * stride + places, return_counts=True)
    order = np.lexsort((-votes, pairs // stride))
    winner = np.concatenate([[True], np.diff(pairs[order] // stride) > 0])
    home = (pairs % stride)[order][winner]
    degree = np.bincount(np.concatenate([first, last]))
    # The only piece of a dead end votes for both its points: the other node decides.
    straight = (home[first] == position[:, 0]) * (degree[first] > 1) + (
        home[last] == position[:, 1]
    ) * (degree[last] > 1)
    turned = (home[first] == position[:, 1]) * (degree[first] > 1) + (
        home[last] == position[:, 0]
    ) * (degree[last] > 1)
    if np.any(np.maximum(straight, turned) == 0):
        raise ValueError("a piece fits its nodes in neither direction")
    swap = turned > straight
    return np.where(swap, last, first), np.where(swap, first, last)


def inferred_oneway(highway: NDArray[np.str_], ends: FloatArray) -> NDArray[np.bool_]:
    """Which pieces are one-way in drawn direction (see the module's text).

    Parameters
    ----------
    highway : ndarray of str, shape (n,)
    ends : ndarray of float64, shape (n, 2, 2)
        Metres.
    """
    oneway = np.isin(highway, ONE_WAY_CLASSES)
    vector = ends[:, 1] - ends[:, 0]
    length = np.hypot(vector[:, 0], vector[:, 1])
    direction = vector / length[:, None]
    middle = ends.mean(axis=1)
    for name in DIVIDED_CLASSES:
        rows = np.flatnonzero(highway == name)
        tree = shapely.STRtree(np.asarray(shapely.linestrings(ends[rows])))
        near = tree.query(
            shapely.points(middle[rows]), predicate="dwithin", distance=CARRIAGEWAY_GAP_M
        )
        here, there = rows[near[0]], rows[near[1]]
        along = np.einsum("ij,ij->i", middle[here] - ends[there, 0], direction[there])
        foot = (
            ends[there, 0] + direction[there] * np.clip(along, 0.0, length[there])[:, None]
        ) - middle[here]
        left = direction[here, 0] * foot[:, 1] - direction[here, 1] * foot[:, 0]
        opposite = np.einsum("ij,ij->i", direction[here], direction[there]) < OPPOSITE_COSINE
        oneway[here[opposite & (left > 0)]] = True
    return oneway


def chains(
    tail: IntArray, head: IntArray, highway: NDArray[np.str_], oneway: NDArray[np.bool_]
) -> list[list[tuple[int, bool]]]:
    """Pieces joined where nothing else begins: lists of (piece, taken forward)."""
    at: list[list[int]] = [[] for _ in range(int(max(tail.max(), head.max())) + 1)]
    for piece, (a, b) in enumerate(zip(tail.tolist(), head.tolist(), strict=True)):
        at[a].append(piece)
        at[b].append(piece)

    def goes_on(piece: int, forward: bool) -> tuple[int, bool] | None:
        node = int(head[piece] if forward else tail[piece])
        if len(at[node]) != 2 or at[node][0] == at[node][1]:
            return None
        other = at[node][0] if at[node][1] == piece else at[node][1]
        onward = bool(tail[other] == node)
        same = highway[piece] == highway[other] and oneway[piece] == oneway[other]
        if not same or (oneway[piece] and onward != forward):
            return None
        return other, onward

    done = np.zeros(len(tail), dtype=bool)
    result: list[list[tuple[int, bool]]] = []
    for piece in range(len(tail)):
        if done[piece]:
            continue
        start = (piece, True)
        back = goes_on(piece, False)
        while back is not None and back[0] != piece:
            start = (back[0], not back[1])
            back = goes_on(back[0], back[1])
        chain = [start]
        done[start[0]] = True
        onward = goes_on(*start)
        while onward is not None and not done[onward[0]]:
            chain.append(onward)
            done[onward[0]] = True
            onward = goes_on(*onward)
        result.append(chain)
    return result


def table(frame: Any) -> pa.Table:
    """The whole conversion, from the GeoDataFrame of pieces to the table of README.md."""
    metres = shapely.get_coordinates(frame.geometry.to_numpy()).reshape(-1, 2, 2)
    highway = frame["highway"].to_numpy().astype(str)
    tail, head = directed_ends(frame["u"].to_numpy(), frame["v"].to_numpy(), metres)
    oneway = inferred_oneway(highway, metres)
    degrees = shapely.get_coordinates(frame.geometry.to_crs(4326).to_numpy()).reshape(-1, 2, 2)
    micro = np.round(degrees * 1e6).astype(np.int64)
    rows = []
    for chain in chains(tail, head, highway, oneway):
        points = [micro[chain[0][0], 0 if chain[0][1] else 1]]
        points += [micro[piece, 1 if forward else 0] for piece, forward in chain]
        piece, forward = chain[0]
        first = int(tail[piece] if forward else head[piece])
        piece, forward = chain[-1]
        last = int(head[piece] if forward else tail[piece])
        rows.append((first, last, str(highway[piece]), bool(oneway[piece]), np.array(points)))
    # Neighbours in the file are neighbours in the street net: small differences.
    rows.sort(key=lambda row: (row[4][0][0] // 10_000, row[4][0][1], row[0], row[1]))
    renumbered: dict[int, int] = {}
    for row in rows:
        for node in row[:2]:
            renumbered.setdefault(node, len(renumbered))
    lists = pa.list_(pa.int32())
    return pa.table(
        {
            "from_node": pa.array([renumbered[row[0]] for row in rows], pa.int32()),
            "to_node": pa.array([renumbered[row[1]] for row in rows], pa.int32()),
            "highway": pa.array([row[2] for row in rows]).dictionary_encode(),
            "oneway": pa.array([row[3] for row in rows], pa.bool_()),
            "lon": pa.array([row[4][0][0] for row in rows], pa.int32()),
            "lat": pa.array([row[4][0][1] for row in rows], pa.int32()),
            "dlon": pa.array([np.diff(row[4][:, 0]) for row in rows], lists),
            "dlat": pa.array([np.diff(row[4][:, 1]) for row in rows], lists),
        }
    ).replace_schema_metadata(
        {
            "format": "logiroute-streets-1",
            "attribution": "© OpenStreetMap contributors",
            "licence": "ODbL 1.0",
            "source": "OpenStreetMap by way of neatnet 0.1.6 (data/wuhan_8989)",
        }
    )


def main(source: Path, target: Path) -> None:
    """Read ``source``, write ``target``."""
    streets = table(gpd.read_parquet(source))
    numbers = ["from_node", "to_node", "lon", "lat", "dlon.list.element", "dlat.list.element"]
    pq.write_table(
        streets,
        target,
        compression="zstd",
        compression_level=19,
        use_dictionary=["highway"],
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        write_statistics=False,
    )
    sys.stdout.write(f"{target}: {streets.num_rows} streets, {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("wuhan.parquet"))
