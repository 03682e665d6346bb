"""Moments of time."""

from datetime import datetime, timedelta, timezone
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def _with_fixed_offset(moment: datetime) -> datetime:
    """The same moment with the offset it has, as a number.

    Of two times with one ``ZoneInfo`` Python takes the difference of the clocks' hands, which is
    an hour wrong where summer time begins or ends in between.
    """
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta(0)), fold=0)


#: A timezone-aware datetime, kept with a fixed offset: differences and sums are of real time.
Moment = Annotated[AwareDatetime, AfterValidator(_with_fixed_offset)]
