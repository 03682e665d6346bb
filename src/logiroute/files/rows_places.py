"""Columns of the tables of geography: places, gates, zones."""

from datetime import datetime
from typing import Annotated, ClassVar

from logiroute.files.cells import (
    choice_of,
    identifier,
    names,
    positive,
    text,
    whole,
)
from logiroute.files.columns import Col, Row
from logiroute.files.parsers import (
    freed_beds,
    minutes_up,
    moment,
    percent_to,
    seconds_up,
    windows,
)
from logiroute.files.rows_point import PointRow
from logiroute.model.place import FreedBeds, PlaceKind, Window

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
}

place_kind = choice_of(PlaceKind, PLACE_KINDS_ZH)


class PlaceRow(PointRow):
    """Row of ``places``."""

    leading: ClassVar[tuple[str, ...]] = ("id", "name", "kind")
    not_in_example: ClassVar[tuple[str, ...]] = ("bays", "beds_later", "refuses")

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
            "Needs of people that are not taken in here, as in orders; separated by |.",
            "",
            "pregnant|infant",
            default=(),
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
    address: Annotated[
        str, Col(text, "地址", "For the driver's page.", "", "12 Lake Road", default="")
    ]
    contact: Annotated[
        str, Col(text, "联系人", "Who is there.", "", "Ms Li 138 0000 0000", default="")
    ]
    note: Annotated[str, Col(text, "备注", "Anything else.", "", "Use the back gate", default="")]

    @property
    def most_beds(self) -> int:
        """Beds that are free at the end of the day if nobody came; 0 where they are not counted."""
        return (self.beds or 0) + sum(entry.beds for entry in self.beds_later)


class GateRow(PointRow):
    """Row of ``gates``."""

    leading: ClassVar[tuple[str, ...]] = ("id", "name", "zone")

    id: Annotated[
        str, Col(identifier, "编号/卡口编号", "Identifier, unique among gates.", "", "G1", True)
    ]
    name: Annotated[
        str,
        Col(text, "名称", "What people call it; the id if empty.", "", "North gate", default=""),
    ]
    zone: Annotated[
        str, Col(identifier, "区域/所属区域", "The zone whose edge it opens.", "", "Z1", True)
    ]
    delay_min: Annotated[
        int,
        Col(
            minutes_up,
            "查验分钟/延误分钟",
            "What every vehicle loses in the check, each time.",
            "minutes",
            "3",
            default=0,
        ),
    ]
    person_delay_s: Annotated[
        int,
        Col(
            seconds_up,
            "每人查验秒",
            "Lost on top for each person aboard (crew, and all seats as taken).",
            "seconds",
            "10",
            default=0,
        ),
    ]
    open: Annotated[
        tuple[Window, ...],
        Col(
            windows,
            "开放时间/通行时间",
            "When vehicles may pass, several windows separated by |; empty means always.",
            "time",
            "06:00-22:00",
            default=(),
        ),
    ]
    vehicle_classes: Annotated[
        tuple[str, ...],
        Col(
            names,
            "放行车辆类别/车辆类别",
            "Vehicle classes let through, separated by |; empty means all that may use gates.",
            "",
            "general_truck|ambulance",
            default=(),
        ),
    ]
    papers: Annotated[
        tuple[str, ...],
        Col(
            names,
            "证件",
            "What the driver must show, separated by |.",
            "",
            "pass|test within 48 h",
            default=(),
        ),
    ]
    note: Annotated[str, Col(text, "备注", "Anything else.", "", "Hoot twice", default="")]


class ZoneRow(Row):
    """Row of the sheet ``zones``; all but the geometry are also properties in GeoJSON."""

    open_prefixes: ClassVar[dict[str, tuple[str, ...]]] = {
        "geometry_more": ("geometry_", "几何_", "图形_")
    }
    open_labels: ClassVar[dict[str, str]] = {"geometry_more": "n"}

    id: Annotated[
        str, Col(identifier, "编号/区域编号", "Identifier, unique among zones.", "", "Z1", True)
    ]
    name: Annotated[
        str,
        Col(text, "名称", "What people call it; the id if empty.", "", "Lake block", default=""),
    ]
    zone_class: Annotated[
        str,
        Col(identifier, "区域类别/类别", "A zone class of the policy.", "", "sealed", True),
    ]
    speed_percent: Annotated[
        int,
        Col(
            percent_to(100),
            "车速百分比/限速百分比",
            "How fast streets inside are driven, compared with elsewhere; 100 if empty.",
            "%",
            "40",
            default=100,
        ),
    ]
    valid_from: Annotated[
        datetime | None,
        Col(moment, "生效时间", "In force from then; empty means always.", "time", "06:00"),
    ]
    valid_to: Annotated[
        datetime | None,
        Col(
            moment,
            "失效时间",
            "In force until then (not included); empty means open-ended.",
            "time",
            "2022-04-11 12:00",
        ),
    ]
    note: Annotated[str, Col(text, "备注", "Anything else.", "", "Since Monday", default="")]
    geometry: Annotated[
        object,
        Col(
            lambda cell, _: cell,
            "几何/图形",
            "WKT or GeoJSON text of a polygon or multipolygon, longitude before latitude.",
            "degrees",
            "POLYGON ((114.30 30.59, 114.31 30.59, 114.31 30.60, 114.30 30.59))",
        ),
    ]
    geometry_more: dict[
        str,
        Annotated[
            object,
            Col(
                lambda cell, _: cell,
                "几何_<n>/图形_<n>",
                "Continues the geometry where a cell is full (n = 2, 3, …).",
                "degrees",
                "",
            ),
        ],
    ]
