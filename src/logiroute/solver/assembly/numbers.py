"""Given rows as checked arrays, with everything filled in that was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logiroute.solver.assembly.checks import Checks
from logiroute.solver.assembly.rows import (
    MANDATORY,
    NO_LIMIT,
    OrderRows,
    ReloadRows,
    SharedRows,
    ShiftRows,
    TaskRows,
    TravelRows,
)
from logiroute.solver.bounds import MOST_COST, MOST_LOAD, MOST_S
from logiroute.solver.rules.windows import Spans, union
from logiroute.solver.stands import Refusal

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Numbers:
    """All of it, as `rows` describe it; one array a column."""

    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    stop_s: Rows
    place: Rows
    service_s: Rows
    open: tuple[Spans, ...]
    change: Rows
    issued: Rows
    release: Rows
    cost: Rows
    kind: Rows
    first: Rows
    choices: tuple[tuple[int, ...], ...]
    penalty: Rows
    arrive_by: Rows
    max_aboard_s: Rows
    together: tuple[tuple[int, ...], ...]
    exclusive: NDArray[np.bool_]
    party_class: Rows
    start: Rows
    end: Rows
    opens: Rows
    closes: Rows
    vehicle: Rows
    table: Rows
    capacity: Rows
    metre_cost: Rows
    second_cost: Rows
    fixed_cost: Rows
    duty_s: Rows
    refused: NDArray[np.int8]
    reload_place: Rows
    reload_s: Rows
    usable: NDArray[np.bool_]
    most_reloads: Rows
    room: Rows
    staying: Rows
    stock: Mapping[tuple[int, int], int] | None
    goods: Mapping[int, tuple[tuple[int, int], ...]]


def read(
    checks: Checks,
    ways: TravelRows,
    tasks: TaskRows,
    orders: OrderRows,
    fleet: ShiftRows,
    reloads: ReloadRows,
    shared: SharedRows,
) -> Numbers:
    """Look at every row for itself: shapes, whole numbers, bounds."""
    seconds = checks.table("ways.seconds", ways.seconds, None)
    same = ways.metres is ways.seconds
    metres = seconds if same else checks.table("ways.metres", ways.metres, seconds.shape[1])
    if len(metres) != len(seconds):
        checks.say(f"ways.metres has {len(metres)} tables, ways.seconds {len(seconds)}")
    places, count, asked, duties = (
        seconds.shape[1],
        len(tasks.place),
        len(orders.first),
        len(fleet.start),
    )
    at, of_task, of_order, of_shift = places - 1, count - 1, asked - 1, duties - 1
    kinds = len(reloads.place)
    rows = checks.rows
    opens = rows("fleet.opens", fleet.opens, duties, 0, MOST_S, 0)
    closes = rows("fleet.closes", fleet.closes, duties, 0, MOST_S, MOST_S)
    horizon = int(closes.max(initial=0))
    # As many rows as there are dimensions of load.
    shape = (len(tasks.change), count)
    change = checks.within("tasks.change", tasks.change, shape, -MOST_LOAD, MOST_LOAD)
    choices = _groups(checks, "orders.choices", orders.choices, asked, of_task)
    capacity = checks.within("fleet.capacity", fleet.capacity, (len(change), duties), 0, MOST_LOAD)
    return Numbers(
        seconds=seconds,
        metres=metres,
        stop_s=rows("ways.stop_s", ways.stop_s, places, 0, MOST_S, 0),
        place=rows("tasks.place", tasks.place, count, 0, at, 0),
        service_s=rows("tasks.service_s", tasks.service_s, count, 0, MOST_S, 0),
        open=_open(checks, tasks, count, horizon),
        change=change,
        issued=_issued(checks, tasks, change, choices),
        release=rows("tasks.release", tasks.release, count, NO_LIMIT, MOST_S, NO_LIMIT),
        cost=rows("tasks.cost", tasks.cost, count, 0, MOST_COST, 0),
        kind=np.full(count, -1, dtype=np.int64),
        first=rows("orders.first", orders.first, asked, 0, of_task, 0),
        choices=choices,
        penalty=rows("orders.penalty", orders.penalty, asked, MANDATORY, MOST_COST, MANDATORY),
        arrive_by=rows("orders.arrive_by", orders.arrive_by, asked, NO_LIMIT, MOST_S, NO_LIMIT),
        max_aboard_s=rows(
            "orders.max_aboard_s", orders.max_aboard_s, asked, NO_LIMIT, MOST_S, NO_LIMIT
        ),
        together=_groups(
            checks, "orders.together", orders.together, len(orders.together), of_order
        ),
        exclusive=checks.flags("orders.exclusive", orders.exclusive, asked),
        party_class=rows("orders.party_class", orders.party_class, asked, -1, 2**31 - 1, -1),
        start=rows("fleet.start", fleet.start, duties, 0, at, 0),
        end=rows("fleet.end", fleet.end, duties, 0, at, 0),
        opens=opens,
        closes=closes,
        vehicle=(
            np.arange(duties)
            if fleet.vehicle is None
            else rows("fleet.vehicle", fleet.vehicle, duties, 0, of_shift, 0)
        ),
        table=rows("fleet.table", fleet.table, duties, 0, len(seconds) - 1, 0),
        capacity=capacity,
        metre_cost=rows("fleet.metre_cost", fleet.metre_cost, duties, 0, MOST_COST, 0),
        second_cost=rows("fleet.second_cost", fleet.second_cost, duties, 0, MOST_COST, 0),
        fixed_cost=rows("fleet.fixed_cost", fleet.fixed_cost, duties, 0, MOST_COST, 0),
        duty_s=rows("fleet.duty_s", fleet.duty_s, duties, 0, MOST_S, MOST_S),
        refused=_refused(checks, fleet, (count, duties)),
        reload_place=rows("reloads.place", reloads.place, kinds, 0, at, 0),
        reload_s=rows("reloads.service_s", reloads.service_s, kinds, 0, MOST_S, 0),
        usable=_usable(checks, reloads, (kinds, duties)),
        most_reloads=rows("reloads.most", reloads.most, duties, 0, MOST_S, count if kinds else 0),
        room=_room(checks, shared, places),
        staying=rows("shared.staying", shared.staying, count, 0, MOST_LOAD, 0),
        stock=_stock(checks, shared, places),
        goods=_goods(checks, shared, count),
    )


def _issued(
    checks: Checks, tasks: TaskRows, change: Rows, choices: tuple[tuple[int, ...], ...]
) -> Rows:
    """What is aboard for a task from the start of its trip: what it takes off, unless said."""
    if tasks.issued is not None:
        return checks.within("tasks.issued", tasks.issued, change.shape, 0, MOST_LOAD)
    issued = np.maximum(-change, 0)
    issued[:, [task for set_downs in choices for task in set_downs]] = 0
    return issued


def _open(checks: Checks, tasks: TaskRows, count: int, horizon: int) -> tuple[Spans, ...]:
    """Spans in order, met with the time that anybody is on duty."""
    if tasks.open is None:
        return (((0, horizon),),) * count
    found: list[Spans] = []
    for task, spans in enumerate(checks.lists("tasks.open", tasks.open, count)):
        for span in spans:
            if len(span) != 2 or not 0 <= span[0] <= span[1]:
                checks.say(
                    f"tasks.open[{task}] has the span {tuple(span)}: it has to be two whole"
                    " seconds, the first not after the second"
                )
                spans = ()
                break
        cut = ((int(a), min(int(b), horizon)) for a, b in spans)
        found.append(union(span for span in cut if span[0] <= span[1]))
    return tuple(found)


def _groups(
    checks: Checks, name: str, values: Sequence[Sequence[int]] | None, count: int, last: int
) -> tuple[tuple[int, ...], ...]:
    """Lists of rows, each row once in a list."""
    found = []
    for row, members in enumerate(checks.lists(name, values, count)):
        group = tuple(int(member) for member in members)
        if any(not 0 <= member <= last for member in group):
            checks.say(f"{name}[{row}] is {group}: every row has to be from 0 to {last}")
            group = ()
        elif len(set(group)) < len(group):
            checks.say(f"{name}[{row}] is {group}: it lists a row twice")
            group = ()
        found.append(group)
    return tuple(found)


def _refused(checks: Checks, fleet: ShiftRows, shape: tuple[int, int]) -> NDArray[np.int8]:
    if fleet.refused is None:
        return np.zeros(shape, dtype=np.int8)
    found: NDArray[Any] = np.asarray(fleet.refused)
    if found.shape != shape or found.dtype not in (np.bool_, np.int8):
        checks.say(
            f"fleet.refused is {found.dtype} of shape {found.shape}: it has to be bool or int8 of"
            f" shape {shape}"
        )
        return np.zeros(shape, dtype=np.int8)
    if found.dtype == np.bool_:
        return np.where(found, Refusal.ORDER_CLASSES, Refusal.NONE).astype(np.int8)
    if found.size and (found.min() < 0 or found.max() > max(Refusal)):
        checks.say(f"fleet.refused has entries that are none of Refusal, 0 to {max(Refusal)}")
        return np.zeros(shape, dtype=np.int8)
    return found


def _usable(checks: Checks, reloads: ReloadRows, shape: tuple[int, int]) -> NDArray[np.bool_]:
    if reloads.usable is None:
        return np.ones(shape, dtype=np.bool_)
    found = np.asarray(reloads.usable)
    if found.shape != shape or found.dtype != np.bool_:
        checks.say(
            f"reloads.usable is {found.dtype} of shape {found.shape}: it has to be bool of shape"
            f" {shape}"
        )
        return np.ones(shape, dtype=np.bool_)
    return found


def _room(checks: Checks, shared: SharedRows, places: int) -> Rows:
    room = np.full(places, -1, dtype=np.int64)
    for place, units in shared.room.items():
        if not (0 <= place < places and 0 <= units <= MOST_LOAD):
            checks.say(
                f"shared.room[{place}] is {units}: the place has to be from 0 to {places - 1}, its"
                f" room from 0 to {MOST_LOAD}"
            )
            continue
        room[place] = units
    return room


def _stock(checks: Checks, shared: SharedRows, places: int) -> Mapping[tuple[int, int], int] | None:
    if shared.stock is None:
        if shared.goods:
            checks.say("shared.goods is given without shared.stock, so nothing would be counted")
        return None
    for (place, item), units in shared.stock.items():
        if not (0 <= place < places and item >= 0 and 0 <= units <= MOST_LOAD):
            checks.say(
                f"shared.stock[{place}, {item}] is {units}: the place has to be from 0 to"
                f" {places - 1}, the item at least 0, the units from 0 to {MOST_LOAD}"
            )
    return dict(shared.stock)


def _goods(
    checks: Checks, shared: SharedRows, count: int
) -> Mapping[int, tuple[tuple[int, int], ...]]:
    for task, goods in shared.goods.items():
        items = [item for item, _ in goods]
        if not 0 <= task < count or any(
            item < 0 or not 0 <= units <= MOST_LOAD for item, units in goods
        ):
            checks.say(
                f"shared.goods[{task}] is {tuple(goods)}: the task has to be from 0 to {count - 1},"
                f" items at least 0, units from 0 to {MOST_LOAD}"
            )
        elif len(set(items)) < len(items):
            checks.say(f"shared.goods[{task}] lists an item twice")
    return {task: tuple(sorted(goods)) for task, goods in shared.goods.items()}
