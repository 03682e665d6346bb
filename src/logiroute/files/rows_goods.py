"""Columns of the tables of goods: items and stock."""

from typing import Annotated, ClassVar

from logiroute.files.cells import identifier, text, whole
from logiroute.files.columns import Col, Row
from logiroute.files.parsers import (
    grams_up,
    milliseconds_up,
    volume_up,
)


class ItemRow(Row):
    """Row of ``items``."""

    open_prefixes: ClassVar[dict[str, tuple[str, ...]]] = {"other_load": ("load_", "占用_")}

    id: Annotated[
        str, Col(identifier, "编号/物资编号", "Identifier, unique among items.", "", "kit", True)
    ]
    name: Annotated[
        str, Col(text, "名称", "What people call it; the id if empty.", "", "Meal kit", default="")
    ]
    kg: Annotated[int | None, Col(grams_up, "重量_kg/重量kg/公斤", "Mass of one unit.", "kg", "8")]
    m3: Annotated[
        int | None,
        Col(volume_up, "体积_m3/体积m3/立方米", "Volume of one unit.", "m³", "0.030"),
    ]
    handling_s: Annotated[
        int,
        Col(
            milliseconds_up,
            "装卸秒",
            "Time to unload (or, for a collection, load) one unit.",
            "seconds",
            "1.5",
            default=0,
        ),
    ]
    other_load: dict[
        str,
        Annotated[
            int | None,
            Col(
                whole,
                "占用_<名称>",
                "What one unit takes of capacity_<name>.",
                "pieces",
                "1",
            ),
        ],
    ]


class StockRow(Row):
    """Row of ``stock``."""

    depot: Annotated[str, Col(identifier, "仓库/仓库编号", "Place where it lies.", "", "P01", True)]
    item: Annotated[str, Col(identifier, "物资/物资编号", "What lies there.", "", "kit", True)]
    quantity: Annotated[int, Col(whole, "数量", "Opening stock.", "pieces", "5000", True)]
    reserve: Annotated[
        int, Col(whole, "储备", "Never planned out of the depot.", "pieces", "200", default=0)
    ]
