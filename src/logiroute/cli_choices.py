"""What the options of several commands are and may say, and the exit codes."""

from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

EXIT_BAD_INPUT = 2
EXIT_NO_PLAN = 3
EXIT_AUDIT_FAILED = 4
EXIT_INTERRUPTED = 130


class EngineName(StrEnum):
    """Engines for travel times."""

    CCH = "cch"
    SCIPY = "scipy"


class Language(StrEnum):
    """Languages of maps, pages, workbook and directions."""

    EN = "en"
    ZH_CN = "zh_CN"


class SearchName(StrEnum):
    """Searches for plans."""

    RECREATE = "recreate"
    ORTOOLS = "ortools"


#: When a search ends, and how it goes about it.
Seconds: TypeAlias = Annotated[
    float | None,
    typer.Option(min=1, help="Search this long [default: 30, if nothing else ends it]."),
]
Iterations: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, help="Search this many steps: the same result on every run."),
]
Plateau: TypeAlias = Annotated[
    float | None,
    typer.Option(min=1, help="End earlier, after so many seconds without a better result."),
]
Seed: TypeAlias = Annotated[int, typer.Option(min=0, help="Start of the random numbers.")]
Processes: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, help="Search side by side [default: every core; 1 by --iterations]."),
]
Search: TypeAlias = Annotated[SearchName, typer.Option(help="What searches.")]

#: What searches where nothing else is said.
DEFAULT_SEARCH = SearchName.RECREATE
