"""Writing a file whole or not at all, with a word for the dispatcher if it cannot be."""

from pathlib import Path

from logiroute.atomic import write_bytes
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
        message = f"the file cannot be written ({reason}); choose another folder"
        raise InputError([InputProblem(str(path), 0, "", message, "S115")]) from error
