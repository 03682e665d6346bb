"""Columns of the table of orders."""

from datetime import datetime
from typing import Annotated, ClassVar

from logiroute.files.cells import identifier, names, positive, text, whole, yes_no
from logiroute.files.columns import Col
from logiroute.files.parsers import ages, households, kilometres_limit, minutes_limit, moment
from logiroute.files.rows_every_order import EveryOrderRow


class OrderRow(EveryOrderRow):
    """Row of ``orders``."""

    not_in_example: ClassVar[tuple[str, ...]] = (
        "households",
        "stretchers",
        "wheelchairs",
        "child_seats",
        "notice",
    )

    site: Annotated[
        str,
        Col(identifier, "送达地点/地点", "Delivery and call: where to.", "", "P07", default=""),
    ]
    depots: Annotated[
        tuple[str, ...],
        Col(
            names,
            "仓库/出货仓库",
            "Delivery and call: depots the goods may come from, separated by |; empty means any.",
            "",
            "P01|P02",
            default=(),
        ),
    ]
    release: Annotated[
        datetime | None,
        Col(
            moment,
            "到货时间/备货时间",
            "Delivery and call: when the goods are at the depot; they are loaded then or later.",
            "time",
            "05:45",
        ),
    ]
    origin: Annotated[
        str,
        Col(
            identifier,
            "出发地点/起点",
            "Transfer and collection: where from.",
            "",
            "P09",
            default="",
        ),
    ]
    destinations: Annotated[
        tuple[str, ...],
        Col(
            names,
            "目的地/可选目的地",
            "Transfer and collection: places to choose from, separated by |; kind:<kind> means "
            "every suitable place of a kind. Empty: kind:quarantine_site for a transfer, "
            "kind:laboratory for a collection.",
            "",
            "Q01|kind:hospital",
            default=(),
        ),
    ]
    persons: Annotated[
        int | None, Col(positive, "人数", "Transfer: size of the party.", "persons", "3")
    ]
    households: Annotated[
        tuple[int, ...],
        Col(
            households,
            "户构成/各户人数",
            "Transfer: sizes of the households, size x how many of it, separated by |; then "
            "vehicles and destinations may share the party, each household whole. Empty: the "
            "party is never split.",
            "persons",
            "4|3x2|1x12",
            default=(),
        ),
    ]
    party_class: Annotated[
        str,
        Col(
            identifier,
            "人员类别",
            "Transfer: a party class of the policy.",
            "",
            "close_contact",
            default="",
        ),
    ]
    needs: Annotated[
        tuple[str, ...],
        Col(
            names,
            "特殊需要/需求",
            "Transfer: printed on the driver's page, separated by |; see refuses of places and "
            "[stay_local] of the policy. How many need a stretcher, a wheelchair or a child seat "
            "stands in columns of their own.",
            "",
            "pregnant|oxygen",
            default=(),
        ),
    ]
    ages: Annotated[
        tuple[int, ...],
        Col(
            ages,
            "年龄",
            "Transfer: age of every person, separated by |, 0 under one year; empty: not known.",
            "years",
            "0|34|67",
            default=(),
        ),
    ]
    stretchers: Annotated[
        int,
        Col(
            whole,
            "担架人数",
            "Transfer: how many of the persons lie on a stretcher, which takes no seat.",
            "persons",
            "1",
            default=0,
        ),
    ]
    wheelchairs: Annotated[
        int,
        Col(
            whole,
            "轮椅人数",
            "Transfer: how many of the persons stay in their wheelchair, which takes no seat.",
            "persons",
            "1",
            default=0,
        ),
    ]
    child_seats: Annotated[
        int,
        Col(
            whole,
            "儿童座椅数",
            "Transfer: how many of the seats must have a child seat.",
            "pieces",
            "1",
            default=0,
        ),
    ]
    exclusive: Annotated[
        bool | None,
        Col(yes_no, "专车", "Transfer: nobody else aboard meanwhile; no if empty.", "", "yes"),
    ]
    approved: Annotated[
        bool | None,
        Col(
            yes_no,
            "已批准/审批",
            "Transfer: whether it may go; if no it is left out, see plan_unapproved. Yes if empty.",
            "",
            "yes",
        ),
    ]
    arrive_by: Annotated[
        datetime | None,
        Col(moment, "最晚到达", "Transfer and collection: latest arrival.", "time", "12:00"),
    ]
    due: Annotated[
        datetime | None,
        Col(
            moment,
            "应到时间/期望到达",
            "Transfer and collection: when it should be there; being later is allowed and costs "
            "late_cost_per_hour of the policy.",
            "time",
            "11:30",
        ),
    ]
    notice: Annotated[
        datetime | None,
        Col(
            moment,
            "通知时间/通知时刻",
            "Transfer: when it was decided that they go. They are fetched then or later; "
            "due_after_notice_min and same_day of their class in the policy count from it.",
            "time",
            "2022-04-09 21:00",
        ),
    ]
    max_aboard_min: Annotated[
        int | None,
        Col(
            minutes_limit,
            "最长在车分钟",
            "Transfer and collection: longest time aboard.",
            "minutes",
            "240",
        ),
    ]
    max_km: Annotated[
        int | None,
        Col(
            kilometres_limit,
            "最远公里/最大公里",
            "Transfer: how far from the origin it may be set down, in km of road straight there.",
            "km",
            "60",
        ),
    ]
    contact: Annotated[
        str, Col(text, "联系人", "Whom to call.", "", "Mr Chen 139 0000 0000", default="")
    ]
    note: Annotated[str, Col(text, "备注", "Anything else.", "", "Ring first", default="")]

    @property
    def largest_household(self) -> int:
        """Persons who are never split: the largest household, or the whole party."""
        return max(self.households, default=self.persons or 0)
