"""Driving rules: how long a driver may drive without a rest, in a day and at night."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Self

from pydantic import Field, model_validator

from logiroute.model.frozen import Frozen
from logiroute.model.place import Id, Window


class Hours(Frozen):
    """Hours of every day, from (inclusive) to (exclusive); over midnight if they end earlier.

    Attributes
    ----------
    start, end : time
        On the clock of the scenario's timezone.
    """

    start: time
    end: time

    @model_validator(mode="after")
    def _last(self) -> Self:
        if self.start == self.end:
            raise ValueError("hours start and end at the same time")
        return self

    def windows(self, horizon: Window, tz: tzinfo) -> Iterator[Window]:
        """Each day's hours that meet a span of time, in order.

        Parameters
        ----------
        horizon : Window
        tz : tzinfo
            Of the clock that the hours are on.
        """
        day = horizon.start.astimezone(tz).date() - timedelta(days=1)
        last = horizon.end.astimezone(tz).date()
        while day <= last:
            until = day if self.start < self.end else day + timedelta(days=1)
            # Of an hour that comes twice, both are meant; one that is left out is none.
            start = datetime.combine(day, self.start, tz).astimezone(UTC)
            end = datetime.combine(until, self.end, tz).replace(fold=1).astimezone(UTC)
            if start < end and start < horizon.end and horizon.start < end:
                yield Window(start=start.astimezone(tz), end=end.astimezone(tz))
            day += timedelta(days=1)


class DrivingRule(Frozen):
    """How long the drivers of a class of vehicles may drive.

    Two drivers change over without a stop; so what one of them may drive at a stretch does not
    bind them, and a day's driving is shared by them.

    Attributes
    ----------
    drive_s, rest_s : int
        Most seconds of driving without a rest, and how long a rest is at least.
    rest_parts_s : tuple of int, optional
        A rest may also be taken in these parts, in this order: it counts with the last of them.
        Plans are held against it; none is planned so.
    night, night_drive_s : Hours and int, optional
        Of the driving since the last rest, most seconds in these hours.
    day_drive_s, week_drive_s : int, optional
        Most seconds that one driver drives in a day and in a week.
    duty_s, off_duty_s : int, optional
        Longest time from start to end of duty, and shortest from there to the next start.
    stands_still, stands_still_over_m : Hours and int, optional
        Hours in which no leg of more metres is under way.
    disinfection_rests : bool
        Whether the driver rests while the vehicle is disinfected.
    """

    id: Id
    label: str
    drive_s: int = Field(gt=0)
    rest_s: int = Field(gt=0)
    rest_parts_s: tuple[int, int] | None = None
    night: Hours | None = None
    night_drive_s: int | None = Field(default=None, gt=0)
    day_drive_s: int | None = Field(default=None, gt=0)
    week_drive_s: int | None = Field(default=None, gt=0)
    duty_s: int | None = Field(default=None, gt=0)
    off_duty_s: int | None = Field(default=None, gt=0)
    stands_still: Hours | None = None
    stands_still_over_m: int = Field(default=0, ge=0)
    disinfection_rests: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.night is None) != (self.night_drive_s is None):
            raise ValueError("the hours of the night and the driving in them go together")
        if self.rest_parts_s and (
            min(self.rest_parts_s) < 1 or sum(self.rest_parts_s) < self.rest_s
        ):
            raise ValueError("the parts of a rest are shorter than the rest")
        return self

    def driving_left_s(self, drivers: int, day_s: int, week_s: int) -> int | None:
        """Seconds that a vehicle's drivers may still drive on the day.

        Parameters
        ----------
        drivers : int
        day_s, week_s : int
            What that of them has driven who drove most, in the 24 hours and 6 days before.

        Returns
        -------
        int or None
            ``None`` where nothing limits it.
        """
        left = [
            most - driven
            for most, driven in ((self.day_drive_s, day_s), (self.week_drive_s, week_s))
            if most is not None
        ]
        return max(0, drivers * min(left)) if left else None
