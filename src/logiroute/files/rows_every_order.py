"""Columns of the table of orders that every kind of order has."""

from datetime import datetime
from typing import Annotated

from logiroute.files.cells import identifier, names, priority, text
from logiroute.files.columns import Col, Row
from logiroute.files.order_kinds import order_kind
from logiroute.files.parsers import minutes_up, moment, windows
from logiroute.model.order import OrderKind
from logiroute.model.place import Window


class EveryOrderRow(Row):
    """What a row of ``orders`` begins with."""

    id: Annotated[
        str, Col(identifier, "编号/订单编号", "Identifier, unique among orders.", "", "D001", True)
    ]
    kind: Annotated[
        OrderKind,
        Col(order_kind, "类型/类别", "One of " + ", ".join(OrderKind) + ".", "", "delivery", True),
    ]
    name: Annotated[str, Col(text, "名称", "Short title.", "", "Breakfast post 7", default="")]
    priority: Annotated[
        int,
        Col(priority, "优先级", "1 is the most urgent, 9 the least.", "1–9", "3", default=3),
    ]
    window_start: Annotated[
        datetime | None,
        Col(
            moment,
            "最早时间/开始时间",
            "Work at the site or origin starts then or later; empty: with the first shift.",
            "time",
            "06:00",
        ),
    ]
    window_end: Annotated[
        datetime | None,
        Col(
            moment,
            "最晚时间/结束时间",
            "Work starts then or earlier; empty: by the end of the last shift.",
            "time",
            "06:30",
        ),
    ]
    windows: Annotated[
        tuple[Window, ...],
        Col(
            windows,
            "时间窗",
            "Several windows, instead of window_start and window_end.",
            "time",
            "08:00-10:00|14:00-16:00",
            default=(),
        ),
    ]
    service_min: Annotated[
        int,
        Col(
            minutes_up,
            "作业分钟/服务分钟",
            "Work beyond what the quantities need; a transfer takes it at boarding and alighting.",
            "minutes",
            "3",
            default=0,
        ),
    ]
    skills: Annotated[
        tuple[str, ...],
        Col(
            names, "技能", "Skills the crew must have, separated by |.", "", "sampling", default=()
        ),
    ]
    vehicle_classes: Annotated[
        tuple[str, ...],
        Col(
            names,
            "车辆类别",
            "Vehicle classes that may do it, separated by |; empty leaves it to the policy.",
            "",
            "general_truck",
            default=(),
        ),
    ]
    together: Annotated[
        str,
        Col(
            text,
            "同车组/同车",
            "Orders with the same word ride in one vehicle's shift, all or none.",
            "",
            "family-7",
            default="",
        ),
    ]
