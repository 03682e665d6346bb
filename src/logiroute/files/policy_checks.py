"""Whether the entries of a policy fit together."""

from collections.abc import Callable, Iterable, Sequence

from logiroute.files.problems import did_you_mean, shown
from logiroute.model.policy import Policy, VehicleClass

#: ``(code, keys, message)`` → noted as a problem.
Add = Callable[[str, Iterable[str], str], None]


def check_policy(policy: Policy, add: Add, warn: Add) -> None:
    """Look up every name that an entry of a policy refers to.

    Parameters
    ----------
    policy : Policy
    add : callable
        Notes a problem: its code, the path of keys to it, and what is wrong.
    warn : callable
        Notes what stops nothing, in the same way.
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
        _check_suits(entry, add, warn)
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


def _check_suits(entry: VehicleClass, add: Add, warn: Add) -> None:
    """Look whether suits are off again in time at all, and whether heat makes a difference."""
    path = ("vehicle_classes", entry.id)
    for key, most in (
        ("suit_max_min", entry.suit_max_s),
        ("suit_max_hot_min", entry.suit_max_hot_s),
    ):
        if most is not None and entry.suit_off_s > most:
            add(
                "S242",
                (*path, "suit_off_min"),
                f"taking suits off takes {entry.suit_off_s / 60:g} min, longer than {key} "
                f"({most / 60:g} min) allows in all; lower it, or raise {key}",
            )
    usual, hot = entry.suit_max_s, entry.suit_max_hot_s
    if usual is not None and hot is not None and hot > usual:
        warn(
            "S318",
            (*path, "suit_max_hot_min"),
            f"{hot / 60:g} min on a hot day are more than suit_max_min ({usual / 60:g} min), which "
            "counts then too; lower it, or leave it out",
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
