"""From clock times of the day to moments, and back to a sentence when they are none."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

_MOMENT = r"(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T]\s*)?(\d{1,2}):(\d{2})(?::(\d{2}))?"
_ONE = re.compile(_MOMENT, re.ASCII)
_SPAN = re.compile(rf"({_MOMENT})\s*(?:-|–|—|~|至|到)\s*({_MOMENT})", re.ASCII)
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_HALF_SECOND = timedelta(microseconds=500_000)

_EXCEL_DAY_ZERO = datetime(1899, 12, 31)

#: Hours up to here are the day and the next one.
_LAST_HOUR = 48


class NotATimeError(ValueError):
    """Text that is no moment; the message is the sentence for the dispatcher."""


class NoSuchTimeError(NotATimeError):
    """A clock time that the timezone skips (summer time begins)."""


@dataclass(frozen=True)
class Clock:
    """The day and the timezone that clock times are meant in."""

    day: date
    tz: ZoneInfo

    def moment(self, cell: object) -> datetime:
        """The moment a cell means, with a fixed offset, in whole seconds.

        Parameters
        ----------
        cell : str, time, datetime or timedelta
            ``HH:MM`` (``24:00`` to ``47:59`` are the next day), ``YYYY-MM-DD HH:MM``, or an Excel
            time.

        Raises
        ------
        NotATimeError
            With a sentence that says the cure.
        """
        if isinstance(cell, datetime) and cell.year <= 1900:
            cell = cell.replace(tzinfo=None) - _EXCEL_DAY_ZERO  # Excel's 30:30 without [h]
        if isinstance(cell, datetime):
            return self._fixed(_rounded(cell.replace(tzinfo=None)))
        if isinstance(cell, time):
            return self._fixed(_rounded(datetime.combine(self.day, cell.replace(tzinfo=None))))
        if isinstance(cell, timedelta):
            if not timedelta(0) <= cell < timedelta(hours=_LAST_HOUR):
                raise NotATimeError(f"expected a time from 00:00 to 47:59, got {cell}")
            return self._fixed(_rounded(datetime.combine(self.day, time()) + cell))
        found = _ONE.fullmatch(_plain(cell))
        if found is None:
            raise NotATimeError(
                f'expected a time like 06:30 or 2022-04-10 06:30, got "{_cut(cell)}"'
            )
        return self._from(found.groups())

    def spans(self, text: str) -> list[tuple[datetime, datetime]]:
        """The spans of ``06:00-09:00|13:00-18:00``, as written (end may precede start).

        Raises
        ------
        NotATimeError
            With a sentence that says the cure.
        """
        spans = []
        for part in _plain(text).split("|"):
            if not part.strip():
                continue
            found = _SPAN.fullmatch(part.strip())
            if found is None:
                raise NotATimeError(
                    f'expected times like 06:00-09:00|13:00-18:00, got "{_cut(part.strip())}"'
                )
            groups = found.groups()
            spans.append((self._from(groups[1:7]), self._from(groups[8:14])))
        return spans

    def _from(self, groups: tuple[str | None, ...]) -> datetime:
        year, month, day, hour, minute, second = (
            None if group is None else int(group) for group in groups
        )
        if hour is None or minute is None or minute > 59 or (second or 0) > 59:
            raise NotATimeError("minutes and seconds go from 00 to 59")
        written = year is not None and month is not None and day is not None
        if hour >= (24 if written else _LAST_HOUR):
            raise NotATimeError(
                f"there is no hour {hour}; hours go from 00 to "
                + ("23 after a date" if written else "47 (24:00 to 47:59 are the next day)")
            )
        try:
            if year is not None and month is not None and day is not None:
                base = date(year, month, day)
            else:
                base = self.day
            naive = datetime.combine(base, time()) + timedelta(
                hours=hour, minutes=minute, seconds=second or 0
            )
        except (ValueError, OverflowError) as error:
            raise NotATimeError(f"there is no such day ({error})") from error
        return self._fixed(naive)

    def _fixed(self, naive: datetime) -> datetime:
        # A fixed offset keeps differences of two moments right when summer time begins or ends.
        try:
            offset = naive.replace(tzinfo=self.tz).utcoffset() or timedelta(0)
            moment = naive.replace(tzinfo=timezone(offset))
            if moment.astimezone(self.tz).replace(tzinfo=None) != naive:
                raise NoSuchTimeError(
                    f"{naive} does not exist in {self.tz.key}: clocks jump over it"
                )
        except (OverflowError, ValueError) as error:
            if isinstance(error, NotATimeError):
                raise
            raise NotATimeError(f"{naive} cannot be used as a time") from error
        return moment


def calendar_day(cell: object) -> date:
    """The date of a TOML date, an Excel date or ``YYYY-MM-DD``.

    Raises
    ------
    NotATimeError
        With a sentence that says the cure.
    """
    if isinstance(cell, datetime):
        found_day = cell.date()
    elif isinstance(cell, date):
        found_day = cell
    else:
        found = _DATE.fullmatch(_plain(cell).removesuffix(" 00:00:00"))
        if found is None:
            raise NotATimeError(f'expected a date like 2022-04-10, got "{_cut(cell)}"')
        try:
            found_day = date(*(int(group) for group in found.groups()))
        except ValueError as error:
            raise NotATimeError(f'there is no day "{_cut(cell)}" ({error})') from error
    if not 1970 <= found_day.year <= 2200:
        raise NotATimeError(f"the year {found_day.year} is not between 1970 and 2200")
    return found_day


def _plain(cell: object) -> str:
    return unicodedata.normalize("NFKC", str(cell)).strip()


def _cut(cell: object) -> str:
    text = "".join(char if char.isprintable() else " " for char in str(cell))
    return text if len(text) <= 40 else text[:40] + "…"


def _rounded(moment: datetime) -> datetime:
    # Excel keeps times as fractions of a day, so 06:30 may come as 06:29:59.999999.
    try:
        return (moment + _HALF_SECOND).replace(microsecond=0)
    except OverflowError as error:
        raise NotATimeError(f"{moment} cannot be used as a time") from error
