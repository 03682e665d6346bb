"""Moments as whole seconds since 1970, and how they are said to a dispatcher.

The auditor counts in integers: a hand-edited plan may hold any year a datetime can, and sums of
datetimes overflow where sums of integers do not.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from logiroute.model.place import Window

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(time: datetime) -> int:
    """Seconds since 1970-01-01T00:00Z, fractions dropped."""
    return (time - _EPOCH) // timedelta(seconds=1)


def clock(seconds: int, zone: tzinfo, day: date) -> str:
    """Local clock time, with the date where it is not the planned day.

    Parameters
    ----------
    seconds : int
        Since 1970, UTC.
    zone : tzinfo
        The scenario's timezone.
    day : date
        The planned day, which goes without saying.
    """
    try:
        local = (_EPOCH + timedelta(seconds=seconds)).astimezone(zone)
    except OverflowError:
        return f"{seconds} s after 1970 (no date a calendar has)"
    text = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return text if local.date() == day else f"{text} on {local.date().isoformat()}"


def duration(seconds: int) -> str:
    """A length of time in words: ``45 s``, ``12 min``, ``1 h 05 min``."""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min" + (f" {rest:02d} s" if rest else "")
    if minutes:
        return f"{minutes} min" + (f" {rest:02d} s" if rest else "")
    return f"{rest} s"


def kilometres(metres: int) -> str:
    """A length in words: ``52.317 km``."""
    return f"{metres / 1000:g} km"


def outside(windows: Sequence[Window], at: int) -> int:
    """How far a moment lies outside every window.

    Returns
    -------
    int
        0 inside a window (or if there is none), negative seconds before the nearest window opens,
        positive seconds after the nearest has closed.
    """
    best: int | None = None
    for window in windows:
        start, end = moment(window.start), moment(window.end)
        if start <= at <= end:
            return 0
        gap = at - start if at < start else at - end
        if best is None or abs(gap) < abs(best):
            best = gap
    return best or 0


def closed(windows: Sequence[Window], at: int) -> int:
    """How far a moment lies outside every window, their ends being outside.

    Returns
    -------
    int
        0 inside a window (or if there is none), negative seconds before the nearest window opens,
        positive seconds by which the moment would have to be earlier.
    """
    gaps = []
    for window in windows:
        start, end = moment(window.start), moment(window.end)
        if start <= at < end:
            return 0
        gaps.append(at - start if at < start else at - end + 1)
    return min(gaps, key=abs, default=0)
