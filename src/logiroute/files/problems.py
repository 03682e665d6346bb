"""Collecting every problem of a day, and the words its messages are made of."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from logiroute.errors import InputError, InputProblem, Severity
from logiroute.files.codes import CODES

_SHOWN = 60
#: Keys of a policy are long.
_COLUMN = 100
_LISTED = 12


@dataclass(frozen=True, order=True)
class InputLocation:
    """Where something was written: file or sheet as the dispatcher knows it, and its row."""

    file: str
    row: int = 0


class Problems:
    """All problems found so far."""

    def __init__(self) -> None:
        self._found: dict[InputProblem, None] = {}

    def error(self, code: str, at: InputLocation, column: str, message: str) -> None:
        """Note something that stops the plan."""
        self._add(code, at, column, message, Severity.ERROR)

    def warn(self, code: str, at: InputLocation, column: str, message: str) -> None:
        """Note something the dispatcher should look at."""
        self._add(code, at, column, message, Severity.WARNING)

    def _add(
        self, code: str, at: InputLocation, column: str, message: str, severity: Severity
    ) -> None:
        title = CODES[code].title  # a code without an entry in the table is a bug, found here
        problem = InputProblem(
            clean(at.file), at.row, clean(column)[:_COLUMN], clean(message or title), code, severity
        )
        self._found[problem] = None

    @property
    def has_errors(self) -> bool:
        """Whether anything found so far stops the plan."""
        return any(problem.severity is Severity.ERROR for problem in self._found)

    def sorted(self) -> tuple[InputProblem, ...]:
        """Every problem once, by file, row and column."""
        return tuple(sorted(self._found))

    def raise_errors(self) -> None:
        """Raise if anything found stops the plan.

        Raises
        ------
        InputError
            With every problem found, warnings included.
        """
        if self.has_errors:
            raise InputError(self.sorted())


def clean(text: str) -> str:
    """Text that any terminal can show on one line."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def shown(value: object) -> str:
    """A value from a file as a message shows it: quoted, on one line, not too long."""
    text = str(value)
    if len(text) > _SHOWN:
        text = text[:_SHOWN] + "…"
    return f'"{clean(text)}"'


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the likely one, or the known ones.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What could have been meant.
    """
    options = list(dict.fromkeys(known))
    folded = {option.casefold(): option for option in options}
    near = difflib.get_close_matches(word.casefold()[:_SHOWN], folded, n=1, cutoff=0.6)
    if near:
        return f'; did you mean "{folded[near[0]]}"?'
    if not options:
        return "; none is defined"
    # Where both languages are known, list the one that was written.
    options = [option for option in options if option.isascii() == word.isascii()] or options
    more = f" and {len(options) - _LISTED} more" if len(options) > _LISTED else ""
    return f"; known are {', '.join(options[:_LISTED])}{more}"
