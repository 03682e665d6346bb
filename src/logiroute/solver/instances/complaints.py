"""What is wrong with a file, collected with its places, and said all at once."""

from pathlib import Path
from typing import NoReturn

from logiroute.errors import InputError, InputProblem

#: Problems said about one file; more would hide the first.
_MOST = 50


class Complaints:
    """Collects what is wrong with one file.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self._file = path.name
        self._found: list[InputProblem] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def say(self, line: int, key: str, message: str, code: str) -> None:
        """Take note of a problem, at a line of the file (0 for none) and a key (or empty)."""
        self._found.append(InputProblem(self._file, line, key, message, code))

    def stop(self, line: int, key: str, message: str, code: str) -> NoReturn:
        """Take note of a problem after which nothing can be said any more.

        Raises
        ------
        InputError
            Always.
        """
        self.say(line, key, message, code)
        raise self._error()

    def close(self) -> None:
        """End looking.

        Raises
        ------
        InputError
            Anything was wrong.
        """
        if self._found:
            raise self._error()

    def _error(self) -> InputError:
        found = sorted(set(self._found), key=lambda problem: (problem.row, problem.column))
        if len(found) > _MOST:
            more = f"{len(found) - _MOST:,} more problems; correct these first"
            found = [*found[:_MOST], InputProblem(self._file, 0, "", more, found[_MOST].code)]
        return InputError(found)
