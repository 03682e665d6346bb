"""What the options of several commands may say, and the exit codes."""

from enum import StrEnum

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
