"""Load dimensions of rows, in base units."""

from logiroute.files.rows_fleet import VehicleRow
from logiroute.files.rows_goods import ItemRow
from logiroute.model.stock import Loads
from logiroute.units import CHILD_SEATS, MASS, SEATS, STRETCHERS, VOLUME, WHEELCHAIRS


def capacity_of(row: VehicleRow) -> Loads:
    """Capacity per load dimension; dimensions left empty are absent."""
    return _given(
        {
            MASS: row.capacity_kg,
            VOLUME: row.capacity_m3,
            SEATS: row.seats,
            STRETCHERS: row.stretchers,
            WHEELCHAIRS: row.wheelchairs,
            CHILD_SEATS: row.child_seats,
            **row.other_capacity,
        }
    )


def unit_loads_of(row: ItemRow) -> Loads:
    """Load of one unit per dimension; dimensions left empty are absent."""
    return _given({MASS: row.kg, VOLUME: row.m3}) | _given(row.other_load)


def _given(values: dict[str, int | None]) -> Loads:
    return {name: value for name, value in sorted(values.items()) if value is not None}
