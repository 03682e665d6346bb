"""Everything logiroute raises on purpose.

::

    LogirouteError
    ├── InputError        bad input; carries every problem found, located
    ├── RoadsError        a road network that cannot be read or used
    ├── ProblemError      arrays that no problem for the solver can be made of; also a ValueError
    ├── NoPlanError       the solver ended without any plan
    └── AuditError        a plan that breaks a rule was about to be written
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Errors stop the plan, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class InputProblem:
    """One problem of the input, located, with its cure.

    Attributes
    ----------
    file : str
        Name of the file or sheet, as the dispatcher knows it.
    row : int
        1-based row as a spreadsheet shows it; 0 where there is none.
    column : str
        Header or key; empty where there is none.
    message : str
        What is wrong and what to do, one sentence.
    code : str
        ``S`` and three digits; docs/errors has a section for each.
    """

    file: str
    row: int
    column: str
    message: str
    code: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" if self.row else self.file
        column = f" {self.column}" if self.column else ""
        return f"{place}{column}: {self.message} [{self.code}]"


class LogirouteError(Exception):
    """Base of all errors of this package."""


class InputError(LogirouteError):
    """The input cannot be planned.

    Attributes
    ----------
    problems : tuple of InputProblem
        All of them, not only the first.
    """

    def __init__(self, problems: Iterable[InputProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RoadsError(LogirouteError):
    """The road network cannot be read or used."""


class ProblemError(LogirouteError, ValueError):
    """Arrays make no problem; ``wrong`` says all that is wrong with them."""

    def __init__(self, wrong: Iterable[str]) -> None:
        self.wrong = tuple(wrong)
        super().__init__("\n".join(self.wrong))


class NoPlanError(LogirouteError):
    """The solver ended without any plan."""


class AuditError(LogirouteError):
    """A plan breaks rules; ``violations`` says which, in words."""

    def __init__(self, violations: Iterable[str]) -> None:
        self.violations = tuple(violations)
        super().__init__("\n".join(self.violations))
