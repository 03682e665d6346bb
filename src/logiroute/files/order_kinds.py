"""The kinds of order, and which columns each has."""

from logiroute.files.cells import choice_of
from logiroute.model.order import OrderKind

ORDER_KINDS_ZH = {
    "配送": OrderKind.DELIVERY,
    "转运": OrderKind.TRANSFER,
    "收运": OrderKind.COLLECTION,
    "收样": OrderKind.COLLECTION,
    "上门": OrderKind.CALL,
}

order_kind = choice_of(OrderKind, ORDER_KINDS_ZH)

_GOODS = frozenset({OrderKind.DELIVERY, OrderKind.CALL})
_MOVES = frozenset({OrderKind.TRANSFER, OrderKind.COLLECTION})
_TRANSFER = frozenset({OrderKind.TRANSFER})

#: Columns of ``orders`` that only some kinds have; empty in the rows of all others.
APPLIES_TO: dict[str, frozenset[OrderKind]] = {
    "site": _GOODS,
    "depots": _GOODS,
    "release": _GOODS,
    "origin": _MOVES,
    "destinations": _MOVES,
    "arrive_by": _MOVES,
    "due": _MOVES,
    "notice": _TRANSFER,
    "max_aboard_min": _MOVES,
    "persons": _TRANSFER,
    "households": _TRANSFER,
    "party_class": _TRANSFER,
    "needs": _TRANSFER,
    "ages": _TRANSFER,
    "stretchers": _TRANSFER,
    "wheelchairs": _TRANSFER,
    "child_seats": _TRANSFER,
    "exclusive": _TRANSFER,
    "approved": _TRANSFER,
    "max_km": _TRANSFER,
}

#: Columns that must be filled for some kinds.
NEEDED_BY: dict[str, frozenset[OrderKind]] = {
    "site": _GOODS,
    "origin": _MOVES,
    "persons": _TRANSFER,
    "party_class": _TRANSFER,
}
