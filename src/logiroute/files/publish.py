"""Putting a finished output folder in place, whole or not at all."""

import ctypes
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from logiroute.atomic import umask
from logiroute.errors import InputError, InputProblem

# linux/fs.h: swap two names in one step
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


def check_out_folder(out: Path, known: Collection[str]) -> None:
    """Refuse a folder that replacing would lose something from.

    Parameters
    ----------
    out : Path
        The folder the user named; it need not exist.
    known : collection of str
        Names of the entries an earlier plan left there, which may be replaced.

    Raises
    ------
    InputError
        ``out`` is a file or a link, holds entries that are not a plan's, or its parent is not
        there or cannot be written to.
    """
    message = ""
    if out.is_symlink():
        message = "is a link; name the folder itself"
    elif out.exists() and not out.is_dir():
        message = "is a file; name a folder"
    elif out.is_dir() and (foreign := sorted(e.name for e in out.iterdir() if e.name not in known)):
        shown = ", ".join(foreign[:5]) + (", …" if len(foreign) > 5 else "")
        message = f"holds what no plan wrote ({shown}) and would be replaced; name another folder"
    else:
        parent = next(p for p in out.absolute().parents if p.exists())
        if not parent.is_dir() or not os.access(parent, os.W_OK):
            message = f"cannot be made: {parent} is not a folder you may write to"
    if message:
        raise InputError([InputProblem("--out", 0, str(out), message, "S401")])


@contextmanager
def published_folder(out: Path) -> Iterator[Path]:
    """Give a temporary folder that becomes ``out`` when the block ends well.

    The old folder stays untouched until then and is swapped for the new one in a single step where
    the file system can (Linux ``renameat2``); an interrupted run leaves it as it was.

    Parameters
    ----------
    out : Path
        Existing folder to replace, or a name not in use.

    Yields
    ------
    Path
        Empty folder beside ``out`` to write into.
    """
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    part = Path(mkdtemp(prefix=_prefix(out), suffix=f".{os.getpid()}", dir=out.parent))
    part.chmod(0o777 & ~umask())
    try:
        yield part
        if not out.exists():
            part.rename(out)
        elif _exchange(part, out):
            shutil.rmtree(part)
        else:
            old = part.with_name(part.name + ".old")
            out.rename(old)
            part.rename(out)
            shutil.rmtree(old)
    finally:
        if part.exists():
            shutil.rmtree(part, ignore_errors=True)


def _prefix(out: Path) -> str:
    return f".{out.name}.part-"


def _sweep(out: Path) -> None:
    """Remove what killed runs left beside ``out``; bring back a folder caught in mid-swap."""
    for left in out.parent.glob(_prefix(out) + "*"):
        stem = left.name.removesuffix(".old")
        pid = stem.rpartition(".")[2]
        if pid.isdigit() and not _alive(int(pid)):
            if left.name.endswith(".old") and not out.exists():
                left.rename(out)
            else:
                shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        result = libc.renameat2(
            _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE
        )
        return bool(result == 0)
    return False
