"""Writing a file whole or not at all, with a word for the dispatcher if it cannot be."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from logiroute.atomic import replacing, write_bytes
from logiroute.errors import InputError, InputProblem


def write_whole(path: Path, data: bytes) -> None:
    """Write a file atomically.

    Parameters
    ----------
    path : Path
        Replaced in one step if it exists; until then the old file stays whole.
    data : bytes
        Its new content.

    Raises
    ------
    InputError
        S115, the file cannot be written.
    """
    try:
        write_bytes(path, data)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([_unwritable(path, reason)]) from error


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into that takes its place when the block ends well.

    Raises
    ------
    InputError
        S115, the file cannot be written.
    """
    try:
        with replacing(path) as file:
            yield file
    except OSError as error:
        raise InputError([_unwritable(path, error.strerror or str(error))]) from error


def file_problems(path: Path, read: Iterable[Path | None] = ()) -> list[InputProblem]:
    """What would keep a file from being written, before any work is done for it.

    Parameters
    ----------
    path : Path
    read : iterable of Path or None
        Files and folders that are read for it, which must not be written over.
    """
    for source in read:
        if source is not None and _would_overwrite(path, source):
            message = f"this would write over {source}, which is read here; name another file"
            return [InputProblem(str(path), 0, "", message, "S115")]
    if path.is_dir():
        return [_unwritable(path, "it is a folder")]
    parent = next(p for p in path.absolute().parents if p.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        return [_unwritable(path, f"{parent} is not a folder you may write to")]
    return []


def _would_overwrite(path: Path, source: Path) -> bool:
    if not path.is_file() or not source.exists():
        return False
    return path.samefile(source) or source.resolve() in path.resolve().parents


def _unwritable(path: Path, reason: str) -> InputProblem:
    message = f"the file cannot be written ({reason}); choose another folder"
    return InputProblem(str(path), 0, "", message, "S115")
