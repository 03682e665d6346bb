"""Writing a file whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from logiroute.errors import InputError, InputProblem


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, then rename it there.

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
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except (OSError, ValueError) as error:
        raise _cannot_write(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())  # mkstemp's file is for its owner only
        os.replace(part, path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _cannot_write(path: Path, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    message = f"the file cannot be written ({reason}); choose another folder"
    return InputError([InputProblem(str(path), 0, "", message, "S115")])


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
