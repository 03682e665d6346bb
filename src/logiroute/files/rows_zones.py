"""Columns of the tables of zones and their gates."""

from datetime import datetime
from typing import Annotated, ClassVar

from logiroute.files.cells import identifier, names, text
from logiroute.files.columns import Col, Row
from logiroute.files.parsers import minutes_up, moment, percent_to, seconds_up, windows
from logiroute.files.rows_point import PointRow
from logiroute.model.place import Window


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
