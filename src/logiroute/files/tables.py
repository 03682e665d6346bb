"""The table of tables: name → row model."""

from logiroute.files.columns import Row
from logiroute.files.rows_fleet import CrewRow, VehicleRow
from logiroute.files.rows_goods import ItemRow, StockRow
from logiroute.files.rows_lines import LineRow
from logiroute.files.rows_orders import OrderRow
from logiroute.files.rows_places import PlaceRow
from logiroute.files.rows_settings import SettingsRow
from logiroute.files.rows_streets import ClosureRow, PassRow, ProfileRow
from logiroute.files.rows_zones import GateRow, ZoneRow

#: Tables of a day folder, in the order they are documented.
ROWS: dict[str, type[Row]] = {
    "places": PlaceRow,
    "gates": GateRow,
    "closures": ClosureRow,
    "vehicles": VehicleRow,
    "crew": CrewRow,
    "passes": PassRow,
    "profiles": ProfileRow,
    "items": ItemRow,
    "stock": StockRow,
    "orders": OrderRow,
    "order_lines": LineRow,
}

#: The same with the two parts that are no CSV file in a folder: sheets of a workbook.
SHEETS: dict[str, type[Row]] = {"scenario": SettingsRow, **ROWS, "zones": ZoneRow}
