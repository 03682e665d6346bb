"""How numbers, distances and durations are put into words, in one language."""

from collections.abc import Callable
from decimal import Decimal

from babel.numbers import format_decimal

from logiroute.report.texts import translations


class Phrases:
    """Words of one language.

    Parameters
    ----------
    lang : str
        ``en`` or ``zh_CN``.

    Raises
    ------
    LogirouteError
        There is no catalog for this language.
    """

    def __init__(self, lang: str) -> None:
        catalog = translations(lang)
        self.lang = lang
        self.gettext: Callable[[str], str] = catalog.gettext
        self.ngettext: Callable[[str, str, int], str] = catalog.ngettext

    def number(self, value: int | Decimal, pattern: str = "#,##0.##") -> str:
        """A number with the separators of the language."""
        return str(format_decimal(value, format=pattern, locale=self.lang))

    def distance(self, metres: int) -> str:
        """Kilometres, below 1,000 with one decimal; metres below one kilometre."""
        if metres < 1000:
            return self.gettext("{metres} m").format(metres=metres)
        pattern = "#,##0.0" if metres < 999_950 else "#,##0"
        kilometres = self.number(Decimal(metres) / 1000, pattern)
        return self.gettext("{kilometres} km").format(kilometres=kilometres)

    def duration(self, seconds: int) -> str:
        """``1 h 25 min``; whole minutes, rounded up, so that no wait looks shorter than it is."""
        hours, minutes = divmod(-(-seconds // 60), 60)
        if not hours:
            return self.gettext("{minutes} min").format(minutes=minutes)
        if not minutes:
            return self.gettext("{hours} h").format(hours=hours)
        return self.gettext("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
