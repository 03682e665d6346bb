"""Whether the entries of a policy fit together."""

from collections.abc import Callable, Iterable, Sequence

from logiroute.files.problems import did_you_mean, shown
from logiroute.model.policy import Policy, VehicleClass

#: ``(code, keys, message)`` → noted as a problem.
Add = Callable[[str, Iterable[str], str], None]


def check_policy(policy: Policy, add: Add) -> None:
    """Look up every name that an entry of a policy refers to.

    Parameters
    ----------
    policy : Policy
    add : callable
        Notes a problem: its code, the path of keys to it, and what is wrong.
    """
    zones = [entry.id for entry in policy.zone_classes]
    parties = [entry.id for entry in policy.party_classes]
    rules = [entry.id for entry in policy.driving_rules]
    for entry in policy.vehicle_classes:
        path = ("vehicle_classes", entry.id)
        if entry.driving_rule is not None and entry.driving_rule not in rules:
            add(
                "S243",
                (*path, "driving_rule"),
                f"unknown driving rule {shown(entry.driving_rule)}"
                f"{did_you_mean(entry.driving_rule, rules)}",
            )
        if entry.suit_max_hot_s is not None and policy.hot_from_c is None:
            add(
                "S242",
                (*path, "suit_max_hot_min"),
                "when it is hot is not said; add hot_from_c, such as hot_from_c = 35",
            )
        _check_zones(entry, zones, add)
        for key, names in (
            ("party_classes", entry.party_classes),
            ("seat_percent", tuple(entry.seat_percent)),
        ):
            for name in names:
                if name not in parties:
                    add(
                        "S243",
                        (*path, key),
                        f"unknown party class {shown(name)}{did_you_mean(name, parties)}",
                    )
        for name, percent in entry.seat_percent.items():
            if not 0 <= percent <= 100:
                add(
                    "S242",
                    (*path, "seat_percent"),
                    f"{percent} % of the seats for {name} is not between 0 and 100",
                )


def _check_zones(entry: VehicleClass, zones: Sequence[str], add: Add) -> None:
    """Look whether a class of vehicles has an entry for every class of zones, and for no other."""
    path = ("vehicle_classes", entry.id)
    for name in zones:
        if name not in entry.zones:
            add(
                "S243",
                (*path, "zones", name),
                f"the class {entry.id} has no entry for {name} zones; add "
                f"[vehicle_classes.{entry.id}.zones.{name}]",
            )
    for name in entry.zones:
        if name not in zones:
            add(
                "S243",
                (*path, "zones", name),
                f"unknown zone class {shown(name)}{did_you_mean(name, zones)}",
            )
