"""Columns of the table of places."""

from typing import Annotated, ClassVar

from logiroute.files.cells import (
    MAX_NUMBER,
    choice_of,
    identifier,
    names,
    positive,
    text,
    whole,
    yes_no,
)
from logiroute.files.columns import Col
from logiroute.files.parsers import (
    approaches,
    freed_beds,
    hundredths,
    minutes_up,
    windows,
)
from logiroute.files.rows_point import PointRow
from logiroute.model.place import Approach, FreedBeds, PlaceKind, Window

PLACE_KINDS_ZH = {
    "仓库": PlaceKind.DEPOT,
    "点位": PlaceKind.SITE,
    "接驳点": PlaceKind.HAND_OVER,
    "中转站": PlaceKind.TRANSIT_STATION,
    "集中隔离点": PlaceKind.QUARANTINE_SITE,
    "隔离点": PlaceKind.QUARANTINE_SITE,
    "定点医院": PlaceKind.HOSPITAL,
    "医院": PlaceKind.HOSPITAL,
    "实验室": PlaceKind.LABORATORY,
    "消毒站": PlaceKind.DISINFECTION_STATION,
    "服务区": PlaceKind.RELIEF_AREA,
    "休息区": PlaceKind.RELIEF_AREA,
    "出口": PlaceKind.EXIT,
    "道路出口": PlaceKind.EXIT,
}

place_kind = choice_of(PlaceKind, PLACE_KINDS_ZH)


class PlaceRow(PointRow):
    """Row of ``places``."""

    leading: ClassVar[tuple[str, ...]] = ("id", "name", "kind")
    not_in_example: ClassVar[tuple[str, ...]] = (
        "approaches",
        "bays",
        "bed_turnover_min",
        "beds_later",
        "docks",
        "extra_cost",
        "off_county",
        "refuses",
        "rest",
    )

    id: Annotated[
        str,
        Col(identifier, "编号/地点编号", "Identifier, unique among places.", "", "P01", True),
    ]
    name: Annotated[
        str,
        Col(text, "名称", "What people call it; the id if empty.", "", "East depot", default=""),
    ]
    kind: Annotated[
        PlaceKind,
        Col(
            place_kind,
            "类型/类别",
            "One of " + ", ".join(PlaceKind) + ".",
            "",
            "depot",
            True,
        ),
    ]
    open: Annotated[
        tuple[Window, ...],
        Col(
            windows,
            "开放时间/营业时间",
            "When work may start here, several windows separated by |; empty means always.",
            "time",
            "06:00-09:00|13:00-18:00",
            default=(),
        ),
    ]
    stop_min: Annotated[
        int,
        Col(
            minutes_up,
            "停靠分钟",
            "What every stop here costs before work begins; at a start depot, loading.",
            "minutes",
            "5",
            default=0,
        ),
    ]
    beds: Annotated[
        int | None,
        Col(whole, "床位/空余床位", "Free beds; empty means not counted.", "persons", "120"),
    ]
    beds_later: Annotated[
        tuple[FreedBeds, ...],
        Col(
            freed_beds,
            "稍后空出床位/腾空床位",
            "Beds on top of these from a moment on, separated by |.",
            "time+persons",
            "14:00+3|18:00+5",
            default=(),
        ),
    ]
    extra_cost: Annotated[
        int,
        Col(
            hundredths,
            "额外费用/附加费用",
            "What setting an order down here counts for beside the way there, so that cheaper "
            "places are preferred; of a party that may be split, for each household. 0 if empty.",
            "currency",
            "20",
            default=0,
        ),
    ]
    bed_turnover_min: Annotated[
        int | None,
        Col(
            minutes_up,
            "床位周转分钟/换床分钟",
            "So long after people were fetched from here by a transfer of this day, others may "
            "have their beds; empty means they are not given again.",
            "minutes",
            "60",
        ),
    ]
    accepts: Annotated[
        tuple[str, ...],
        Col(
            names,
            "接收人员类别/接收类别",
            "Party classes of the policy taken in here, separated by |; empty means all.",
            "",
            "close_contact|secondary_contact",
            default=(),
        ),
    ]
    refuses: Annotated[
        tuple[str, ...],
        Col(
            names,
            "不接收/不接收人群",
            "Words, separated by |: who has a need with one of them in it, in capitals or not, is "
            "not taken in here.",
            "",
            "pregnant|infant",
            default=(),
        ),
    ]
    off_county: Annotated[
        bool | None,
        Col(
            yes_no,
            "异地/外县",
            "Whether people set down here leave their county: some must stay, see the policy; no "
            "if empty.",
            "",
            "yes",
        ),
    ]
    bays: Annotated[
        int | None,
        Col(
            positive,
            "消毒工位/洗消工位",
            "Disinfection station: vehicles disinfected at once; empty means not counted.",
            "vehicles",
            "2",
        ),
    ]
    docks: Annotated[
        int | None,
        Col(
            positive,
            "装卸位/作业位",
            "Vehicles that can work here at once, over the whole plan, parking included; not for "
            "depots, stations, relief areas and exits. Empty means not counted.",
            "vehicles",
            "1",
        ),
    ]
    approaches: Annotated[
        tuple[Approach, ...],
        Col(
            approaches,
            "接入道路/出口道路",
            "Place beyond the roads: each exit it is reached by, with the way from there (and as "
            "long back), separated by |.",
            "minutes, km",
            "X1:48min/52.3km|X2:61min/60km",
            default=(),
        ),
    ]
    rest: Annotated[
        bool | None,
        Col(
            yes_no,
            "可休息/司机休息",
            "Whether drivers may rest here: yes or no; if empty, at depots, transit stations, "
            "disinfection stations and relief areas. With people aboard at relief areas only; "
            "never where docks are counted.",
            "",
            "yes",
        ),
    ]
    address: Annotated[
        str, Col(text, "地址", "For the driver's page.", "", "12 Lake Road", default="")
    ]
    contact: Annotated[
        str, Col(text, "联系人", "Who is there.", "", "Ms Li 138 0000 0000", default="")
    ]
    note: Annotated[str, Col(text, "备注", "Anything else.", "", "Use the back gate", default="")]

    @property
    def most_beds(self) -> int:
        """Beds free at the end of the day if nobody came; without end where nobody counts.

        See `DayRows.most_beds` for those of people who are fetched.
        """
        if self.beds is None:
            return MAX_NUMBER
        return self.beds + sum(entry.beds for entry in self.beds_later)
