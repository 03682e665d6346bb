"""Keys of ``scenario.toml`` and of the sheet ``scenario``."""

from datetime import date
from typing import Annotated

from logiroute.datum import Datum
from logiroute.files.cells import degrees_up, identifier, text, yes_no
from logiroute.files.columns import Col, Row
from logiroute.files.parsers import (
    currency_code,
    datum_name,
    day,
    metres_limit,
    timezone_name,
)

DEFAULT_SNAP_LIMIT_M = 300


class SettingsRow(Row):
    """The whole of ``scenario.toml``, read like one row."""

    id: Annotated[str, Col(identifier, "编号", "Short name of the day.", "", "town-day", True)]
    title: Annotated[str, Col(text, "标题", "Shown on every output.", "", "Town day", True)]
    date: Annotated[
        date,
        Col(day, "日期", "The day that clock times in the tables mean.", "", "2022-04-10", True),
    ]
    timezone: Annotated[
        str,
        Col(
            timezone_name,
            "时区",
            "IANA name; all clock times are in it.",
            "",
            "Asia/Shanghai",
            True,
        ),
    ]
    roads: Annotated[
        str,
        Col(
            text,
            "道路文件/道路",
            "Road network, relative to this folder.",
            "",
            "roads.osm.pbf",
            True,
        ),
    ]
    policy: Annotated[
        str,
        Col(
            text,
            "政策/规则",
            "A policy that comes with logiroute, or the path of a .toml relative to this folder.",
            "",
            "cn-2022-9",
            default="default",
        ),
    ]
    snap_limit_m: Annotated[
        int,
        Col(
            metres_limit,
            "最大偏离米",
            "A place farther than this from every usable road is an error.",
            "metres",
            "300",
            default=DEFAULT_SNAP_LIMIT_M,
        ),
    ]
    plan_unapproved: Annotated[
        bool,
        Col(
            yes_no,
            "计划未批准转运/未批准也计划",
            "Whether transfers that are not approved yet are planned too, marked everywhere; no if "
            "empty.",
            "",
            "no",
            default=False,
        ),
    ]
    temperature_c: Annotated[
        int | None,
        Col(
            degrees_up,
            "最高气温/最高气温度/气温",
            "Highest temperature of the day; from hot_from_c of the policy on crews are in "
            "protective suits for less long.",
            "°C",
            "36",
            default=None,
        ),
    ]
    currency: Annotated[
        str, Col(currency_code, "货币", "ISO code of all money columns.", "", "CNY", default="CNY")
    ]
    zones_datum: Annotated[
        Datum,
        Col(
            datum_name,
            "区域坐标系",
            "Datum of what is drawn, zones and the lines of closures: wgs84, gcj02 or bd09.",
            "",
            "wgs84",
            default=Datum.WGS84,
        ),
    ]
    note: Annotated[
        str, Col(text, "备注", "Shown on every output.", "", "Sites are illustrative", default="")
    ]
