"""Is there a place where vehicles are disinfected after work in zones."""

from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.suitable import is_class_right
from logiroute.files.table import Entry
from logiroute.model.place import PlaceKind
from logiroute.units import ceil_div

_STATION = PlaceKind.DISINFECTION_STATION


def check_zone_work(rows: DayRows, problems: Problems) -> None:
    """Warn of orders in zones after which vehicles are disinfected, all at once."""
    from shapely import MultiPolygon, Point, Polygon

    unsure = rows.places.ids is None or len(rows.places.entries) < rows.places.written
    policy = rows.policy
    if policy is None or unsure or _STATION in rows.places_of_kind:
        return
    shapes = [
        (entry.row.zone_class, MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons]))
        for position, entry in enumerate(rows.zones)
        if (polygons := rows.zone_shapes.get(position))
    ]
    inside = {
        entry.row.id: {of for of, shape in shapes if shape.intersects(Point(point))}
        for position, entry in enumerate(rows.places)
        if (point := rows.place_points.get(position))
    }
    used = {entry.row.vehicle_class for entry in rows.vehicles}
    classes = [entry for entry in policy.vehicle_classes if entry.id in used]
    asked: dict[tuple[str, str], int] = {}
    first: Entry[OrderRow] | None = None
    for entry in rows.orders:
        places = (entry.row.site, entry.row.origin, *entry.row.destinations)
        zones = {of for name in places for of in inside.get(name, ())}
        for own in classes if zones else ():
            if is_class_right(entry.row, own):
                for of in sorted(zones & own.zones.keys()):
                    if own.zones[of].disinfect_s:
                        asked[own.id, of] = ceil_div(own.zones[of].disinfect_s, 60)
                        first = first or entry
    if first is None:
        return
    words = ", ".join(f"{minutes} min of a {own} in {of}" for (own, of), minutes in asked.items())
    problems.warn(
        "S273",
        first.at,
        "",
        f"the policy {policy.id} asks for disinfection after work in zones ({words}) and no place "
        f"can do it, so they do none there; add a place of kind {_STATION}, or set disinfect_min "
        "to 0 in a policy of your own",
    )
