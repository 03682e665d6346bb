"""Machine code that is called by its address."""

import ctypes
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import pytest

from logiroute import compiled
from logiroute.compiled import lazily_compiled, machine_code
from logiroute.solver.recreate.apart import _call, apart
from logiroute.solver.recreate.places import packed

_NUMBERS = (7, 3, 5)

#: The numbers in their order, 16 bits each.
_PACKED = 5 << 32 | 3 << 16 | 7

_NATIVE: Callable[[int], Any] = ctypes.CFUNCTYPE(*[ctypes.c_int64] * 4)


def test_an_address_is_that_of_the_function() -> None:
    assert _NATIVE(machine_code(packed, 3))(*_NUMBERS) == packed(*_NUMBERS) == _PACKED


def test_compiled_code_calls_it() -> None:
    caller = numba.njit(lambda address, numbers: _call(address, numbers) + 1)
    assert caller(machine_code(packed, 3), _NUMBERS) == _PACKED + 1


def test_it_is_compiled_as_well_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_folder", lambda _: None)
    assert machine_code.__wrapped__(packed, 3) != machine_code(packed, 3)
    assert _NATIVE(machine_code.__wrapped__(packed, 3))(*_NUMBERS) == _PACKED
    assert lazily_compiled(lambda a: a + 1)(2) == 3


def test_a_board_has_the_address_of_the_clock() -> None:
    (cell,) = apart()
    assert cell.dtype == np.int64
    assert cell.shape == (1,)
    assert cell[0] != 0
