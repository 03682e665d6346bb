"""Columns of the tables of the fleet: vehicles and crew."""

from typing import Annotated, ClassVar

from logiroute.files.cells import identifier, names, positive, text, whole, yes_no
from logiroute.files.columns import Col, Row
from logiroute.files.parsers import (
    grams_down,
    hundredths,
    minutes_up,
    volume_down,
    windows,
)
from logiroute.model.place import Window
from logiroute.model.profile import SHIPPED_PROFILES


class VehicleRow(Row):
    """Row of ``vehicles``."""

    not_in_example: ClassVar[tuple[str, ...]] = (
        "stretchers",
        "wheelchairs",
        "child_seats",
        "driven_day_min",
        "driven_week_min",
    )

    open_prefixes: ClassVar[dict[str, tuple[str, ...]]] = {
        "other_capacity": ("capacity_", "容量_", "载量_")
    }

    id: Annotated[
        str,
        Col(identifier, "编号/车辆编号", "Identifier, unique among vehicles.", "", "T01", True),
    ]
    name: Annotated[
        str, Col(text, "名称", "What people call it; the id if empty.", "", "Truck 1", default="")
    ]
    vehicle_class: Annotated[
        str,
        Col(
            identifier,
            "车辆类别/类别",
            "A vehicle class of the policy: decides orders, zones and people.",
            "",
            "general_truck",
            True,
        ),
    ]
    profile: Annotated[
        str,
        Col(
            identifier,
            "道路模式/行驶模式",
            "How it moves: " + ", ".join(SHIPPED_PROFILES) + ", or one of the table profiles.",
            "",
            "truck",
            True,
        ),
    ]
    plate: Annotated[str, Col(text, "车牌/车牌号", "Number plate.", "", "鄂A12345", default="")]
    capacity_kg: Annotated[
        int | None, Col(grams_down, "载重_kg/载重kg/载重公斤", "Payload.", "kg", "1500")
    ]
    capacity_m3: Annotated[
        int | None,
        Col(volume_down, "容积_m3/容积m3/容积立方米", "Load volume.", "m³", "13"),
    ]
    seats: Annotated[
        int | None,
        Col(whole, "座位/座位数", "Seats for passengers, crew not counted.", "persons", "49"),
    ]
    stretchers: Annotated[
        int | None,
        Col(whole, "担架位/担架", "Room for people who lie on a stretcher.", "persons", "1"),
    ]
    wheelchairs: Annotated[
        int | None,
        Col(whole, "轮椅位/轮椅", "Room for people who stay in their wheelchair.", "persons", "2"),
    ]
    child_seats: Annotated[
        int | None,
        Col(whole, "儿童座椅", "Child seats aboard; each is on one of the seats.", "pieces", "2"),
    ]
    other_capacity: dict[
        str,
        Annotated[
            int | None,
            Col(
                whole,
                "容量_<名称>",
                "Capacity in a load dimension of your own; items use it by load_<name>.",
                "pieces",
                "6",
            ),
        ],
    ]
    shifts: Annotated[
        tuple[Window, ...],
        Col(
            windows,
            "班次",
            "When it is on duty, several shifts separated by |; each is one route.",
            "time",
            "05:30-12:00|13:00-18:00",
            True,
        ),
    ]
    start: Annotated[
        str,
        Col(identifier, "起点", "Place every shift starts at.", "", "P01", True),
    ]
    end: Annotated[
        str,
        Col(
            identifier,
            "终点",
            "Place every shift ends at; the start if empty, and with several shifts always the "
            "start.",
            "",
            "P01",
            default="",
        ),
    ]
    max_trips: Annotated[
        int,
        Col(
            positive,
            "最多趟次",
            "Most trips in a shift, each with what it loads at a depot before; 1 if empty.",
            "trips",
            "3",
            default=1,
        ),
    ]
    reload_min: Annotated[
        int,
        Col(
            minutes_up,
            "再装货分钟",
            "How long loading for a further trip takes, on top of stop_min of the depot.",
            "minutes",
            "10",
            default=0,
        ),
    ]
    reload_depots: Annotated[
        tuple[str, ...],
        Col(
            names,
            "再装货仓库",
            "Depots where it may load for a further trip, separated by |; the start if empty. A "
            "vehicle that does not start at a depot loads for its first trip there too.",
            "",
            "P01|P02",
            default=(),
        ),
    ]
    lifo: Annotated[
        bool,
        Col(
            yes_no,
            "后进先出",
            "Whether it is loaded and unloaded at the rear only, so that goods that came aboard "
            "last leave first; no if empty.",
            "",
            "no",
            default=False,
        ),
    ]
    fixed_cost: Annotated[
        int,
        Col(hundredths, "固定费用", "Cost of each shift used.", "currency", "80", default=0),
    ]
    cost_per_km: Annotated[
        int, Col(hundredths, "每公里费用", "Cost of driving.", "currency/km", "2.40", default=0)
    ]
    cost_per_hour: Annotated[
        int, Col(hundredths, "每小时费用", "Cost of duty.", "currency/h", "45", default=0)
    ]
    own_zone: Annotated[
        str,
        Col(
            identifier,
            "所在区域",
            "The zone it lives in, for classes that never leave theirs.",
            "",
            "Z1",
            default="",
        ),
    ]
    driven_day_min: Annotated[
        int,
        Col(
            minutes_up,
            "已驾驶分钟/当日已驾驶分钟",
            "What the driver who drove most has driven in the 24 hours before the first shift.",
            "minutes",
            "90",
            default=0,
        ),
    ]
    driven_week_min: Annotated[
        int,
        Col(
            minutes_up,
            "本周已驾驶分钟",
            "The same for the 6 days before.",
            "minutes",
            "1800",
            default=0,
        ),
    ]
    note: Annotated[str, Col(text, "备注", "Anything else.", "", "Tail lift", default="")]


class CrewRow(Row):
    """Row of ``crew``."""

    id: Annotated[
        str, Col(identifier, "编号/人员编号", "Identifier, unique among crew.", "", "C01", True)
    ]
    vehicle: Annotated[
        str, Col(identifier, "车辆/车辆编号", "The vehicle the person is on.", "", "T01", True)
    ]
    name: Annotated[str, Col(text, "姓名", "Name; the id if empty.", "", "Wang Wei", default="")]
    role: Annotated[
        str,
        Col(
            text,
            "岗位",
            "Who drives is told by the words driver, 司机 or 驾驶员 in it. Empty: driver; or "
            "escort, who does not drive, of people with skills where somebody else drives.",
            "",
            "driver",
            default="",
        ),
    ]
    skills: Annotated[
        tuple[str, ...],
        Col(
            names,
            "技能",
            "What the person can do, separated by |.",
            "",
            "sampling|nursing",
            default=(),
        ),
    ]
    phone: Annotated[str, Col(text, "电话", "Telephone.", "", "138 0000 0000", default="")]
