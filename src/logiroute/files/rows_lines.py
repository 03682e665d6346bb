"""Columns of the table of order lines."""

from typing import Annotated

from logiroute.files.cells import identifier, positive
from logiroute.files.columns import Col, Row


class LineRow(Row):
    """Row of ``order_lines``."""

    order: Annotated[
        str, Col(identifier, "订单/订单编号", "The order it belongs to.", "", "D001", True)
    ]
    item: Annotated[str, Col(identifier, "物资/物资编号", "What is asked for.", "", "kit", True)]
    quantity: Annotated[int, Col(positive, "数量", "How many units.", "pieces", "84", True)]
