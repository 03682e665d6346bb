"""The order in which a graph is contracted, kept on disk because it takes longest to find."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np
import routingkit_cch as kit
from numpy.typing import NDArray

from logiroute.atomic import write_bytes
from logiroute.errors import RoadsError
from logiroute.geo.loading import cache

#: Raise it whenever the order is found in another way: older entries are then never found again.
ORDER_VERSION = 1


def order_of(
    tail: NDArray[np.int32], head: NDArray[np.int32], lonlat: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Nodes in an order of nested dissection (inertial flow, RoutingKit), from the cache if there.

    Parameters
    ----------
    tail, head : ndarray of int32, shape (arcs,)
    lonlat : ndarray of float64, shape (nodes, 2)

    Returns
    -------
    ndarray of int32, shape (nodes,)
        The node that is contracted first comes first.

    Raises
    ------
    RoadsError
        The library failed.
    """
    key = _key_of(tail, head, lonlat)
    order = _fetch(key, len(lonlat))
    if order is None:
        order = _found(tail, head, lonlat)
        _store(key, order)
    return order


def _key_of(tail: NDArray[np.int32], head: NDArray[np.int32], lonlat: NDArray[np.float64]) -> str:
    digest = hashlib.sha256(f"{ORDER_VERSION}:{len(lonlat)}:{len(tail)}:".encode())
    for array, kind in ((tail, "<i4"), (head, "<i4"), (lonlat, "<f8")):
        digest.update(np.ascontiguousarray(array, dtype=kind).tobytes())
    return digest.hexdigest()


def _fetch(key: str, nodes: int) -> NDArray[np.int32] | None:
    """The order under that key; None if there is none or it is damaged."""
    try:
        with (cache.folder() / f"{key}.order.npy").open("rb") as file:
            order = np.load(file, allow_pickle=False)
    except (OSError, EOFError, ValueError):
        return None
    # Any order of all nodes gives the right paths, if not as fast.
    if order.shape != (nodes,) or order.dtype != np.int32:
        return None
    return order if np.array_equal(np.sort(order), np.arange(nodes)) else None


def _store(key: str, order: NDArray[np.int32]) -> None:
    """Put an order under that key; a cache that cannot be written is done without."""
    entry = io.BytesIO()
    np.save(entry, order)
    with suppress(OSError):
        write_bytes(cache.folder() / f"{key}.order.npy", entry.getvalue())


def _found(
    tail: NDArray[np.int32], head: NDArray[np.int32], lonlat: NDArray[np.float64]
) -> NDArray[np.int32]:
    between = tail != head
    with _no_panic():
        order = kit.compute_order_inertial(
            len(lonlat),
            tail[between].tolist(),
            head[between].tolist(),
            lonlat[:, 1].tolist(),
            lonlat[:, 0].tolist(),
        )
    return np.array(order, dtype=np.int32)


@contextmanager
def _no_panic() -> Iterator[None]:
    """Turn a panic of the Rust binding, which is no `Exception`, into an error of ours."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RoadsError(f"the graph cannot be put in order: {error}") from error
