"""Whole files or none: written beside their place and renamed into it."""

import os
import tempfile
from pathlib import Path


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file atomically, making its folder if need be.

    Parameters
    ----------
    path : Path
        Where the file goes; an older file there is replaced in one step.
    content : bytes
        Everything that is in it.

    Raises
    ------
    OSError
        The folder cannot be written; an older file is then left as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".writing-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files private; a report is for everybody the umask lets read.
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o666 & ~mask)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_text(path: Path, content: str) -> None:
    """Write a UTF-8 file as it stands, atomically (see `write_bytes`)."""
    write_bytes(path, content.encode("utf-8"))
