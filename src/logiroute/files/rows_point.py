"""Columns of the tables whose rows stand somewhere."""

from decimal import Decimal
from typing import Annotated

from logiroute.files.cells import coordinate
from logiroute.files.columns import Col, Row

_LON = "Longitude. Give exactly one pair of coordinate columns; its names carry the datum."
_LAT = "Latitude of the same pair."


class PointRow(Row):
    """Rows that stand somewhere; exactly one pair of columns is used in a table."""

    lon_wgs84: Annotated[
        Decimal | None,
        Col(coordinate, "经度_wgs84/经度wgs84/wgs84经度", _LON, "degrees", "114.305540"),
    ]
    lat_wgs84: Annotated[
        Decimal | None,
        Col(coordinate, "纬度_wgs84/纬度wgs84/wgs84纬度", _LAT, "degrees", "30.593100"),
    ]
    lon_gcj02: Annotated[
        Decimal | None,
        Col(coordinate, "经度_gcj02/经度gcj02/gcj02经度", _LON, "degrees", "114.311050"),
    ]
    lat_gcj02: Annotated[
        Decimal | None,
        Col(coordinate, "纬度_gcj02/纬度gcj02/gcj02纬度", _LAT, "degrees", "30.590870"),
    ]
    lon_bd09: Annotated[
        Decimal | None,
        Col(coordinate, "经度_bd09/经度bd09/bd09经度", _LON, "degrees", "114.317560"),
    ]
    lat_bd09: Annotated[
        Decimal | None,
        Col(coordinate, "纬度_bd09/纬度bd09/bd09纬度", _LAT, "degrees", "30.596900"),
    ]
