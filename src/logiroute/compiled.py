"""How kernels are compiled by numba, once for a machine, and where the machine code is kept.

Numba looks only at a function's own file to see whether its machine code is still good, though
code of other files is compiled into it. The kernels of one package therefore lie in a folder
named after all such sources of the package: a change in any of them makes a new one.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config as numba_config
from platformdirs import user_cache_path

Kernel = TypeVar("Kernel", bound=Callable[..., object])

#: What is in the sources that become machine code, or say how its data is laid out.
_MARKS = (b"lazily_compiled", b"np.dtype(", b"reader(")

#: Written into the folder of a package when all its kernels have been compiled.
_DONE = "complete"


@cache
def _folder(package: str) -> Path | None:
    """Where the kernels of a package lie; None where nothing can be written."""
    sources = Path(cast(str, sys.modules[package].__file__)).parent
    digest = hashlib.sha256(numba.__version__.encode())
    for source in sorted(sources.glob("*.py")):
        text = source.read_bytes()
        if any(mark in text for mark in _MARKS):
            digest.update(source.name.encode() + b"\0" + text + b"\0")
    name = f"kernels-{package}-{digest.hexdigest()[:16]}"
    for parent in (sources / "__pycache__", user_cache_path("logiroute")):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(parent / name, os.W_OK):
            for old in parent.glob(f"kernels-{package}-*"):
                if old.name != name:
                    shutil.rmtree(old, ignore_errors=True)
            return parent / name
    return None


def is_cold(package: str) -> bool:
    """Whether kernels of a package have yet to be compiled on this machine."""
    folder = _folder(package)
    return folder is None or not (folder / _DONE).exists()


def mark_warm(package: str) -> None:
    """Note that all kernels of a package have been compiled and kept."""
    folder = _folder(package)
    if folder is not None:
        (folder / _DONE).touch()


def lazily_compiled(function: Kernel) -> Kernel:
    """Compile a function when it is first called, or load it as compiled before.

    Other threads run meanwhile: kernels release the interpreter's lock.
    """
    return _compiled(function, "never")


def inlined(function: Kernel) -> Kernel:
    """`lazily_compiled`, and made a part of every function that calls it."""
    return _compiled(function, "always")


@cache
def machine_code(function: Callable[..., int], numbers: int) -> int:
    """Address of a lazily compiled function as code of its own, to be called with whole numbers.

    It is compiled when this is first called, or loaded as compiled before.

    Parameters
    ----------
    function : callable
        Takes numbers of 64 bits and returns one.
    numbers : int
        How many it takes.
    """
    whole = numba.types.int64
    python: Any = getattr(function, "py_func", function)
    with _kept_in(_folder(function.__module__.rpartition(".")[0])) as kept:
        code = numba.cfunc(whole(*([whole] * numbers)), cache=kept, error_model="numpy")(python)
    _CODE.append(code)
    return cast(int, code.address)


#: Machine code whose address was given away: it must stay where it is.
_CODE: list[Any] = []


def _compiled(function: Kernel, inline: str) -> Kernel:
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "inline": inline}
    with _kept_in(_folder(function.__module__.rpartition(".")[0])) as kept:
        return cast(Kernel, numba.njit(cache=kept, **options)(function))


@contextmanager
def _kept_in(folder: Path | None) -> Iterator[bool]:
    """Let numba keep machine code in a folder; whether it can."""
    config: Any = numba_config
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder or before)
    try:
        yield folder is not None
    finally:
        config.CACHE_DIR = before
