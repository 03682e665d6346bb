"""The road network: street segments between junctions, packed in arrays."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.loading.ways import MOTOR
from logiroute.geo.plane import Plane
from logiroute.model.place import Point


@dataclass(frozen=True, eq=False)
class Roads:
    """Street segments; segment ``i`` owns the vertices ``offset[i]:offset[i + 1]``.

    A segment runs from junction (or dead end) to junction and has no junction between. All arrays
    are read-only.

    Attributes
    ----------
    micro : ndarray of int32, shape (vertices, 2)
        ``lon, lat`` in millionths of a degree (about 0.1 m), WGS-84; the first and last vertex of
        a segment are its nodes.
    offset : ndarray of int64, shape (segments + 1,)
    ends : ndarray of int32, shape (segments, 2)
        Node at the first and at the last vertex, ``0 … nodes - 1``.
    node_id : ndarray of int64, shape (nodes,)
        Node ids of the source; turn restrictions refer to them.
    way_id : ndarray of int64, shape (segments,)
        Way ids of the source, likewise.
    length_m : ndarray of float64, shape (segments,)
        Length on the WGS-84 ellipsoid.
    highway : ndarray of int16, shape (segments,)
        Index into ``classes``, OpenStreetMap's highway classes.
    name : ndarray of int32, shape (segments,)
        Index into ``names``; ``names[0]`` is the empty name.
    access : ndarray of uint8, shape (segments, 2)
        Who may use it from first to last vertex, and back: bits of
        `logiroute.geo.loading.ways.MODE_BITS`.
    maxspeed : ndarray of float32, shape (segments,)
        Legal limit in km/h, NaN where unknown.
    max_kg, max_height_cm, max_width_cm : ndarray of int32, shape (segments,)
        Limits of the vehicle, rounded down; `logiroute.geo.loading.ways.NO_LIMIT` where none is
        known.
    bridge, tunnel : ndarray of bool, shape (segments,)
    mainline : ndarray of bool, shape (segments,)
        Main carriageway of an expressway (``motorway``, ``trunk`` with ``motorroad=yes``).
    barrier : ndarray of uint8, shape (nodes,)
        Bits of the modes that may not pass the node.
    ban_offset : ndarray of int64, shape (bans + 1,)
        Forbidden turn ``i`` is the sequence ``ban_offset[i]:ban_offset[i + 1]`` of directed
        segments, two or more, each ending where the next begins. Sorted by their first segment.
    ban_segment : ndarray of int32, shape (directed segments of all bans,)
    ban_forward : ndarray of bool, same shape
        Whether that segment is driven from its first to its last vertex.
    ban_modes : ndarray of uint8, shape (bans,)
        Bits of the modes that are bound.
    source, licence, attribution : str
        Provenance; ``attribution`` belongs on every map drawn from these roads.
    date : str
        ISO 8601 date or time of the data, empty if the file does not say.
    dropped : mapping of str to int
        What the file had and the network has not, by reason.
    hash : str
        SHA-256 of everything above but ``dropped``.
    """

    micro: NDArray[np.int32]
    offset: NDArray[np.int64]
    ends: NDArray[np.int32]
    node_id: NDArray[np.int64]
    way_id: NDArray[np.int64]
    length_m: NDArray[np.float64]
    highway: NDArray[np.int16]
    classes: tuple[str, ...]
    name: NDArray[np.int32]
    names: tuple[str, ...]
    access: NDArray[np.uint8]
    maxspeed: NDArray[np.float32]
    max_kg: NDArray[np.int32]
    max_height_cm: NDArray[np.int32]
    max_width_cm: NDArray[np.int32]
    bridge: NDArray[np.bool_]
    tunnel: NDArray[np.bool_]
    mainline: NDArray[np.bool_]
    barrier: NDArray[np.uint8]
    ban_offset: NDArray[np.int64]
    ban_segment: NDArray[np.int32]
    ban_forward: NDArray[np.bool_]
    ban_modes: NDArray[np.uint8]
    source: str
    licence: str
    attribution: str
    date: str
    dropped: Mapping[str, int]
    hash: str

    #: The arrays above, in the order in which `content_hash` and the cache see them.
    ARRAYS: ClassVar[tuple[str, ...]] = (
        "micro",
        "offset",
        "ends",
        "node_id",
        "way_id",
        "length_m",
        "highway",
        "name",
        "access",
        "maxspeed",
        "max_kg",
        "max_height_cm",
        "max_width_cm",
        "bridge",
        "tunnel",
        "mainline",
        "barrier",
        "ban_offset",
        "ban_segment",
        "ban_forward",
        "ban_modes",
    )
    TEXTS: ClassVar[tuple[str, ...]] = (
        "classes",
        "names",
        "source",
        "licence",
        "attribution",
        "date",
    )

    def __post_init__(self) -> None:
        for name in self.ARRAYS:
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.length_m)

    @property
    def nodes(self) -> int:
        """Number of junctions and dead ends."""
        return len(self.node_id)

    @cached_property
    def modes(self) -> NDArray[np.uint8]:
        """Who may use each segment in at least one direction, shape (segments,)."""
        return np.asarray(self.access[:, 0] | self.access[:, 1])

    @cached_property
    def oneway(self) -> NDArray[np.bool_]:
        """Motor traffic runs from first to last vertex only, shape (segments,)."""
        ahead, back = (self.access & MOTOR).T > 0
        return np.asarray(ahead & ~back)

    @cached_property
    def plane(self) -> Plane:
        """The projection in which metres are measured, centred on these roads."""
        low, high = self.micro.min(axis=0), self.micro.max(axis=0)
        centre = (low.astype(np.float64) + high) / 2e6
        return Plane(float(centre[0]), float(centre[1]))

    @cached_property
    def xy(self) -> NDArray[np.float64]:
        """Vertices in metres of `plane`, shape (vertices, 2)."""
        return self.plane.metres(self.micro / 1e6)

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """Segments as shapely lines in metres of `plane`, shape (segments,)."""
        owner = np.repeat(np.arange(len(self)), np.diff(self.offset))
        return np.asarray(shapely.linestrings(self.xy, indices=owner))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Spatial index of `lines`."""
        return shapely.STRtree(self.lines)

    @cached_property
    def along(self) -> NDArray[np.float64]:
        """Metres in `plane` from the first vertex of its segment to each vertex."""
        step = np.zeros(len(self.xy))
        step[1:] = np.hypot(*np.diff(self.xy, axis=0).T)
        step[self.offset[:-1]] = 0.0
        total = np.cumsum(step)
        counts = np.diff(self.offset)
        result: NDArray[np.float64] = total - np.repeat(total[self.offset[:-1]], counts)
        return result

    @cached_property
    def span_m(self) -> NDArray[np.float64]:
        """Length of each segment in `plane`, at least a millimetre (fractions divide by it)."""
        return np.maximum(self.along[self.offset[1:] - 1], 1e-3)

    def point_at(self, segment: int, fraction: float) -> Point:
        """The place at a fraction of a segment, rounded to six decimals."""
        line = self.lines[segment].interpolate(fraction, normalized=True)
        lon, lat = self.plane.degrees([line.x, line.y]).round(6).tolist()
        return lon, lat

    def points(self, segment: int) -> NDArray[np.float64]:
        """Vertices of a segment as ``lon, lat`` in degrees, shape (k, 2)."""
        degrees: NDArray[np.float64] = (
            self.micro[self.offset[segment] : self.offset[segment + 1]] / 1e6
        )
        return degrees


def content_hash(arrays: Mapping[str, NDArray[np.generic]], texts: Mapping[str, object]) -> str:
    """SHA-256 over the arrays and texts of `Roads`, independent of how they were read."""
    digest = hashlib.sha256(b"logiroute-roads-2")
    for name in Roads.ARRAYS:
        array = np.ascontiguousarray(arrays[name])
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        digest.update(f"{name}:{little.dtype.str}:{little.shape};".encode())
        digest.update(little.tobytes())
    for name in Roads.TEXTS:
        digest.update(f"{name}:{texts[name]!r};".encode())
    return digest.hexdigest()


def numbered(
    texts: Sequence[str], chosen: NDArray[np.integer[Any]], *more: str
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """The texts at some places, each once and in order, and their numbers at those places.

    ``more`` are texts to be had in any case. (An array of texts would give each the room of the
    longest, which for the names of a country is gigabytes.)
    """
    known: dict[str, int] = {}
    code = np.fromiter((known.setdefault(t, len(known)) for t in texts), np.int32, len(texts))
    code = code[chosen]
    of_code = list(known)
    used = sorted({*more, *(of_code[i] for i in np.unique(code).tolist())})
    place = {text: i for i, text in enumerate(used)}
    rank = np.array([place.get(text, -1) for text in of_code], dtype=np.int32)
    return tuple(used), rank[code]


def packed(
    arrays: Mapping[str, Any], texts: Mapping[str, Any], dropped: Mapping[str, int]
) -> Roads:
    """`Roads` of its arrays and texts, with their hash."""
    return Roads(**arrays, **texts, dropped=dropped, hash=content_hash(arrays, texts))
