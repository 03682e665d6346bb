"""Arrays looked through before a problem is made of them: everything that is wrong, at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logiroute.errors import ProblemError
from logiroute.model.travel import UNREACHABLE


class Checks:
    """Collects what is wrong with arrays, and hands them on as they will be used."""

    def __init__(self) -> None:
        self._wrong: list[str] = []

    def say(self, message: str) -> None:
        """Take note of something wrong."""
        self._wrong.append(message)

    def close(self) -> None:
        """End looking.

        Raises
        ------
        ProblemError
            Anything was wrong.
        """
        if self._wrong:
            raise ProblemError(self._wrong)

    def ints(self, name: str, values: Any, shape: tuple[int, ...]) -> NDArray[np.int64]:
        """Whole numbers of a shape; zeros where they are none."""
        found = self._array(name, values, shape)
        if found is not None and found.size and found.dtype.kind not in "iu":
            self.say(f"{name} has {found.dtype} where whole numbers belong")
            found = None
        return np.zeros(shape, dtype=np.int64) if found is None else found.astype(np.int64)

    def within(
        self, name: str, values: Any, shape: tuple[int, ...], low: int, high: int
    ) -> NDArray[np.int64]:
        """Whole numbers between bounds, both allowed; the lower bound where they are not."""
        found = self.ints(name, values, shape)
        bad = (found < low) | (found > high)
        if bad.any():
            at = tuple(int(k) for k in np.argwhere(bad)[0])
            where = ", ".join(map(str, at))
            more = int(bad.sum()) - 1
            also = f" (and {more:,} more)" if more else ""
            self.say(
                f"{name}[{where}] is {int(found[at])}{also}: it has to be from {low} to {high}"
            )
            found = np.where(bad, low, found)
        return found

    def rows(
        self, name: str, values: Any, count: int, low: int, high: int, default: int
    ) -> NDArray[np.int64]:
        """One whole number a row, or a default for all if nothing is given."""
        if values is None:
            return np.full(count, default, dtype=np.int64)
        return self.within(name, values, (count,), low, high)

    def table(self, name: str, values: Any, places: int | None) -> NDArray[np.int32]:
        """Travel tables, (tables, places, places); int32 is not copied."""
        found = np.asarray(values)
        if found.ndim == 2:
            found = found[None]
        square = found.ndim == 3 and found.shape[1] == found.shape[2] and len(found) > 0
        if not square or found.dtype.kind not in "iu" or places not in (None, found.shape[1]):
            n = "n" if places is None else str(places)
            self.say(
                f"{name} is {found.dtype} of shape {np.shape(values)}: it has to be whole numbers"
                f" of shape ({n}, {n}) or (tables, {n}, {n})"
            )
            # So that places are not all said to be wrong as well.
            size = found.shape[-1] if found.ndim else 0
            return np.zeros((1, size, size), dtype=np.int32)
        if found.size and (found.min() < 0 or found.max() > UNREACHABLE):
            at = [int(k) for k in np.argwhere((found < 0) | (found > UNREACHABLE))[0]]
            self.say(
                f"{name}[{', '.join(map(str, at))}] is {int(found[tuple(at)])}: it has to be from 0"
                f" to {UNREACHABLE - 1}, or {UNREACHABLE} where there is no way"
            )
            return np.zeros(found.shape, dtype=np.int32)
        return found.astype(np.int32, copy=False)

    def flags(self, name: str, values: Any, count: int) -> NDArray[np.bool_]:
        """One yes or no a row; no for all if nothing is given."""
        if values is None:
            return np.zeros(count, dtype=np.bool_)
        found = self._array(name, values, (count,))
        if found is None:
            return np.zeros(count, dtype=np.bool_)
        if found.size and found.dtype.kind != "b":
            self.say(f"{name} has {found.dtype} where True or False belongs")
            return np.zeros(count, dtype=np.bool_)
        return found.astype(np.bool_)

    def lists(self, name: str, values: Sequence[Any] | None, count: int) -> Sequence[Any]:
        """One list a row, whatever is in it; empty ones if nothing is given."""
        if values is None:
            return ((),) * count
        if len(values) != count:
            self.say(f"{name} has {len(values)} rows where {count} belong")
            return ((),) * count
        return values

    def _array(self, name: str, values: Any, shape: tuple[int, ...]) -> NDArray[Any] | None:
        try:
            found = np.asarray(values)
        except (ValueError, OverflowError):
            self.say(f"{name} is no table of whole numbers")
            return None
        if found.size == 0 and 0 in shape:
            return np.zeros(shape, dtype=np.int64)
        if found.shape != shape:
            self.say(f"{name} has shape {found.shape} where {shape} belongs")
            return None
        return found
