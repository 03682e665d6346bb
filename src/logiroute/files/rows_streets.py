"""Columns of the tables about streets and who drives them how: closures, passes, profiles."""

from datetime import datetime
from typing import Annotated, ClassVar

from logiroute.files.cells import identifier, text
from logiroute.files.columns import Col, Row
from logiroute.files.parsers import (
    centimetres_up,
    kilograms_up,
    kmh,
    moment,
    percent_to,
    seconds_up,
)
from logiroute.files.rows_point import PointRow
from logiroute.model.profile import HIGHWAY_CLASSES, SHIPPED_PROFILES


class ClosureRow(PointRow):
    """Row of ``closures``: a point or a line; in GeoJSON, what is drawn takes the place of both."""

    open_prefixes: ClassVar[dict[str, tuple[str, ...]]] = {
        "geometry_more": ("geometry_", "几何_", "图形_")
    }
    open_labels: ClassVar[dict[str, str]] = {"geometry_more": "n"}
    leading: ClassVar[tuple[str, ...]] = ("id", "name")
    point_optional: ClassVar[bool] = True
    not_in_example: ClassVar[tuple[str, ...]] = ("geometry",)

    id: Annotated[
        str,
        Col(identifier, "编号/封堵点编号", "Identifier, unique among closures.", "", "X1", True),
    ]
    name: Annotated[
        str,
        Col(text, "名称", "What people call it; the id if empty.", "", "Lake Road", default=""),
    ]
    geometry: Annotated[
        object,
        Col(
            lambda cell, _: cell,
            "几何/图形/线路",
            "Instead of a point: WKT or GeoJSON text of a line, longitude before latitude; every "
            "street along it is blocked.",
            "degrees",
            "LINESTRING (114.305 30.593, 114.309 30.594)",
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
    valid_from: Annotated[
        datetime | None,
        Col(moment, "生效时间", "Blocked from then; empty means always.", "time", "06:00"),
    ]
    valid_to: Annotated[
        datetime | None,
        Col(
            moment,
            "失效时间",
            "Blocked until then (not included); empty means open-ended.",
            "time",
            "2022-04-11 12:00",
        ),
    ]
    note: Annotated[str, Col(text, "备注", "Anything else.", "", "Earth wall", default="")]

    @property
    def has_point(self) -> bool:
        """Whether anything stands in a coordinate column."""
        return any(getattr(self, field) is not None for field in PointRow.model_fields)


class PassRow(Row):
    """Row of ``passes``."""

    not_in_example: ClassVar[tuple[str, ...]] = ("gate",)

    vehicle: Annotated[
        str, Col(identifier, "车辆/车辆编号", "The vehicle that has it.", "", "T01", True)
    ]
    zone: Annotated[
        str,
        Col(
            identifier,
            "区域/区域编号",
            "The zone whose gates it opens; either this or gate.",
            "",
            "Z1",
            default="",
        ),
    ]
    gate: Annotated[
        str,
        Col(
            identifier,
            "卡口/卡口编号",
            "The one gate it opens; either this or zone.",
            "",
            "G1",
            default="",
        ),
    ]
    valid_from: Annotated[
        datetime | None,
        Col(moment, "生效时间", "Valid from then; empty means always.", "time", "06:00"),
    ]
    valid_to: Annotated[
        datetime | None,
        Col(
            moment,
            "失效时间",
            "Valid until then (not included); empty means open-ended.",
            "time",
            "2022-04-11 12:00",
        ),
    ]
    note: Annotated[str, Col(text, "备注", "Anything else.", "", "No. 4711", default="")]


class ProfileRow(Row):
    """Row of ``profiles``."""

    open_prefixes: ClassVar[dict[str, tuple[str, ...]]] = {"speeds": ("kmh_", "时速_")}
    open_labels: ClassVar[dict[str, str]] = {"speeds": "class"}
    open_names: ClassVar[dict[str, tuple[str, ...]]] = {"speeds": HIGHWAY_CLASSES}

    id: Annotated[
        str,
        Col(
            identifier,
            "编号/模式编号",
            "What vehicles name it by; the name of a profile that comes with logiroute changes "
            "that one.",
            "",
            "old_truck",
            True,
        ),
    ]
    base: Annotated[
        str,
        Col(
            identifier,
            "基础模式",
            "What it starts from: " + ", ".join(SHIPPED_PROFILES) + ".",
            "",
            "truck_10t",
            True,
        ),
    ]
    height_m: Annotated[
        int | None,
        Col(centimetres_up, "高_m/高m/高度米", "Height; the base's if empty.", "m", "3.8"),
    ]
    width_m: Annotated[
        int | None,
        Col(centimetres_up, "宽_m/宽m/宽度米", "Width; the base's if empty.", "m", "2.5"),
    ]
    weight_kg: Annotated[
        int | None,
        Col(
            kilograms_up,
            "总重_kg/总重kg/总质量_kg",
            "Weight of the loaded vehicle; the base's if empty.",
            "kg",
            "16000",
        ),
    ]
    speed_percent: Annotated[
        int,
        Col(
            percent_to(300),
            "车速百分比",
            "All speeds compared with the base's; 100 if empty.",
            "%",
            "85",
            default=100,
        ),
    ]
    turn_s: Annotated[
        int | None,
        Col(
            seconds_up,
            "转弯秒",
            "What each turn off the straight way costs; the base's if empty.",
            "seconds",
            "8",
        ),
    ]
    speeds: dict[
        str,
        Annotated[
            float | None,
            Col(
                kmh,
                "时速_<class>",
                "Speed on one class of streets (motorway, primary, residential, …) instead of "
                "the base's.",
                "km/h",
                "30",
            ),
        ],
    ]
