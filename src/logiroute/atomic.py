"""Whole files or none: written beside their place and renamed into it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path | str) -> Iterator[BinaryIO]:
    """Give a file to write into that takes its place when the block ends well.

    Parameters
    ----------
    path : Path or str
        Where the file goes; its folder is made if need be, an older file there is replaced in one
        step.

    Yields
    ------
    binary file
        Open for writing, beside its place.

    Raises
    ------
    OSError
        The folder cannot be written; an older file is then left as it was.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~umask())  # mkstemp makes files private
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_bytes(path: Path | str, content: bytes) -> None:
    """Write all of a file atomically (see `replacing`)."""
    with replacing(path) as file:
        file.write(content)


def write_text(path: Path | str, content: str) -> None:
    """Write a UTF-8 file as it stands, atomically (see `write_bytes`)."""
    write_bytes(path, content.encode("utf-8"))


def umask() -> int:
    """The process's mask of permissions (which can only be read by setting it)."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
