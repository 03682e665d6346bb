"""Stock: no depot issues more of an item than it may."""

import pytest

from logiroute.model.rules import Rule
from logiroute.model.stock import Stock
from tests.rules.by_hand import findings, left_out, plan, route, solved, visit, why
from tests.rules.day import Day, call, collection, day, delivery, depot, site, vehicle

WAYS = {"D-A": 10, "A-B": 5, "D-B": 10, "D-E": 1, "E-A": 11, "E-B": 11}


def _made(*stock: Stock) -> Day:
    return day(
        [depot(), depot("E"), site("A"), site("B")],
        [vehicle(), vehicle("W", start="E", end="E")],
        [delivery("a", "A", 6), call("b", "B", 5)],
        WAYS,
        stock=stock,
    )


def _stock(depot_id: str, quantity: int, reserve: int = 0, item: str = "kit") -> Stock:
    return Stock(depot_id=depot_id, item_id=item, quantity=quantity, reserve=reserve)


def _both_from_d(made: Day) -> list[tuple[Rule, int, str]]:
    both = plan(made, route(made, "V", visit("A", "unload a"), visit("B", "serve b")))
    return findings(made, both)


@pytest.mark.parametrize(
    ("stock", "over"),
    [
        ((), 0),  # stock is not counted
        ((_stock("D", 11),), 0),  # 6 + 5
        ((_stock("D", 12, reserve=2),), 1),  # 10 may go
        ((_stock("E", 100),), 11),  # D has no row: nothing may go
        ((_stock("D", 100, item="box"),), 11),
    ],
)
def test_deliveries_and_calls_draw_on_the_depots_stock(stock: tuple[Stock, ...], over: int) -> None:
    assert _both_from_d(_made(*stock)) == ([(Rule.STOCK, over, "units")] if over else [])


def test_two_depots_share_the_work() -> None:
    made = _made(_stock("D", 6), _stock("E", 5))
    shared = plan(
        made, route(made, "V", visit("A", "unload a")), route(made, "W", visit("B", "serve b"))
    )
    assert findings(made, shared) == []


def test_collected_goods_are_nobodys_stock() -> None:
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle()],
        [collection("c", "A", "B", kits=9)],
        {"D-A": 10, "A-B": 5, "D-B": 10},
        stock=[_stock("D", 0)],
    )
    fetched = plan(made, route(made, "V", visit("A", "load c"), visit("B", "unload c")))
    assert findings(made, fetched) == []


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize(
    ("stock", "cost"),
    [
        ((_stock("D", 11), _stock("E", 11)), 3_500),  # all from D: D A B D, 25 km
        ((_stock("E", 11),), 3_700),  # all from E: E A B E, 27 km
        ((_stock("D", 6), _stock("E", 5)), 6_200),  # D A D, 20 km, and E B E, 22 km
    ],
)
def test_solver_draws_on_the_stock_there_is(stock: tuple[Stock, ...], cost: int) -> None:
    best = solved(_made(*stock))
    assert (best.cost, left_out(best)) == (cost, [])


def test_solver_leaves_out_what_is_not_there() -> None:
    # 8 kits in all: the delivery of 6 or the call with 5, both of priority 3, not both.
    best = solved(_made(_stock("D", 4), _stock("E", 8, reserve=2)))
    assert len(left_out(best)) == 1


def test_solver_says_why() -> None:
    # 7 kits wanted, 5 there.
    made = day(
        [depot(), site("A")],
        [vehicle()],
        [delivery("a", "A", 7)],
        {"D-A": 10},
        stock=[_stock("D", 5)],
    )
    assert why(solved(made)) == {"a": [(Rule.STOCK, 2)]}
