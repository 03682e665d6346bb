"""How times, amounts and names are put into words, in one language and one timezone."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_currency

from logiroute.model.order import Call, Line, Order, OrderKind, Transfer
from logiroute.model.place import PlaceKind, Window
from logiroute.model.plan import Task, TaskKind
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Loads
from logiroute.model.zone import Timed
from logiroute.report.names import ORDER_KINDS, PLACE_KINDS, RULES, TASK_KINDS
from logiroute.report.phrases import Phrases
from logiroute.report.texts import LANGUAGES
from logiroute.units import (
    CHILD_SEATS,
    CM3_PER_M3,
    GRAMS_PER_KG,
    MASS,
    PEOPLE,
    SEATS,
    STRETCHERS,
    VOLUME,
    WHEELCHAIRS,
)


class Wording(Phrases):
    """Words for one scenario in one language.

    Parameters
    ----------
    scenario : Scenario
        Gives timezone, currency and names.
    lang : str
        ``en`` or ``zh_CN``.

    Raises
    ------
    LogirouteError
        There is no catalog for this language.
    """

    def __init__(self, scenario: Scenario, lang: str) -> None:
        super().__init__(lang)
        self.scenario = scenario
        self.html_lang = LANGUAGES[lang]
        self._tz: ZoneInfo = scenario.tz

    # --- times -----------------------------------------------------------------------------

    def local(self, moment: datetime) -> datetime:
        """The same moment on the scenario's clock."""
        return moment.astimezone(self._tz)

    def clock(self, moment: datetime) -> str:
        """``06:25``, with ``+1`` behind it when it is the day after the scenario's date."""
        local = self.local(moment)
        days = (local.date() - self.scenario.date).days
        return f"{local:%H:%M}" + (f" {days:+d}" if days else "")

    def span(self, start: datetime, end: datetime) -> str:
        """``06:00–06:30``."""
        return f"{self.clock(start)}–{self.clock(end)}"

    def spans(self, windows: Iterable[Window]) -> str:
        """Several windows, in words; empty when there are none."""
        return self.gettext(" or ").join(self.span(window.start, window.end) for window in windows)

    def stamp(self, moment: datetime) -> str:
        """Date and time on the scenario's clock."""
        return f"{self.local(moment):%Y-%m-%d %H:%M}"

    def seconds(self, seconds: int) -> str:
        """Seconds where minutes would be too rough: whole minutes as such."""
        if seconds % 60:
            return self.gettext("{seconds} s").format(seconds=seconds)
        return self.duration(seconds)

    def validity(self, entry: Timed) -> str:
        """``06:00–12:00`` or ``from 06:00``; empty for what is always in force.

        Moments of other days than the scenario's and the next come with their date.
        """
        if entry.valid_from and entry.valid_to:
            return f"{self._near(entry.valid_from)}–{self._near(entry.valid_to)}"
        if entry.valid_from:
            return self.gettext("from {time}").format(time=self._near(entry.valid_from))
        if entry.valid_to:
            return self.gettext("until {time}").format(time=self._near(entry.valid_to))
        return ""

    def _near(self, moment: datetime) -> str:
        days = (self.local(moment).date() - self.scenario.date).days
        return self.clock(moment) if days in (0, 1) else self.stamp(moment)

    def hours(self, seconds: int) -> str:
        """Hours with one decimal, for sums."""
        hours = self.number(Decimal(seconds) / 3600, "#,##0.0")
        return self.gettext("{hours} h").format(hours=hours)

    # --- amounts ---------------------------------------------------------------------------

    def money(self, cents: int) -> str:
        """An amount in the scenario's currency, in whole units."""
        amount = Decimal(cents) / 100
        return str(
            format_currency(
                amount.quantize(Decimal(1)),
                self.scenario.currency,
                format="¤#,##0",
                locale=self.lang,
                currency_digits=False,
            )
        )

    def load(self, dimension: str, amount: int) -> str:
        """An amount of one load dimension, in the unit people use for it."""
        if dimension == MASS:
            kilograms = self.number(Decimal(amount) / GRAMS_PER_KG, "#,##0.#")
            return self.gettext("{kilograms} kg").format(kilograms=kilograms)
        if dimension == VOLUME:
            cubic_metres = self.number(Decimal(amount) / CM3_PER_M3, "#,##0.##")
            return self.gettext("{cubic_metres} m³").format(cubic_metres=cubic_metres)
        if dimension == SEATS:
            return self.persons(amount)
        return self.not_on_a_seat(dimension, amount) or f"{self.number(amount)} {dimension}"

    def not_on_a_seat(self, dimension: str, count: int) -> str:
        """``1 on a stretcher``; empty for what is no such dimension."""
        many = {
            STRETCHERS: self.ngettext("{count} on a stretcher", "{count} on stretchers", count),
            WHEELCHAIRS: self.ngettext("{count} in a wheelchair", "{count} in wheelchairs", count),
            CHILD_SEATS: self.ngettext("{count} child seat", "{count} child seats", count),
        }
        return many.get(dimension, "").format(count=self.number(count))

    def loads(self, loads: Loads) -> str:
        """All dimensions that are not zero, ``empty`` if there is none."""
        people = sum(loads.get(name, 0) for name in PEOPLE)
        # Whoever needs no seat is among the persons, and said again.
        all_seated = {**loads, SEATS: people}
        parts = [self.load(name, amount) for name, amount in sorted(all_seated.items()) if amount]
        return " · ".join(parts) if parts else self.gettext("empty")

    def persons(self, count: int) -> str:
        """``3 persons``."""
        return self.ngettext("{count} person", "{count} persons", count).format(
            count=self.number(count)
        )

    def party(self, order: Transfer) -> str:
        """``3 persons``; ``24 of 230 persons, in 20 households: 3, 2 × 2, 1 × 17``."""
        party = order.party
        if order.cohort is None:
            needed = [self.not_on_a_seat(name, count) for name, count in party.loads.items()]
            said = self.gettext(", ").join(words for words in needed if words)
            return self.persons(party.persons) + (f" ({said})" if said else "")
        many = self.ngettext(
            "{part} of {persons}, in {count} household: {sizes}",
            "{part} of {persons}, in {count} households: {sizes}",
            party.household_count,
        )
        sizes = Counter(party.households or (party.persons,))
        return many.format(
            part=self.number(party.persons),
            persons=self.persons(order.cohort.persons),
            count=self.number(party.household_count),
            sizes=self.gettext(", ").join(
                f"{size} × {times}" if times > 1 else f"{size}" for size, times in sizes.items()
            ),
        )

    def lines(self, lines: Iterable[Line]) -> str:
        """``16 × tent, 64 × camp bed``."""
        item = self.scenario.item
        return self.gettext(", ").join(
            f"{item[line.item_id].name} × {self.number(line.quantity)}" for line in lines
        )

    # --- names -----------------------------------------------------------------------------

    def place_kind(self, kind: PlaceKind) -> str:
        """The kind of a place."""
        return self.gettext(PLACE_KINDS[kind])

    def order_kind(self, kind: OrderKind) -> str:
        """The kind of an order."""
        return self.gettext(ORDER_KINDS[kind])

    def task_kind(self, kind: TaskKind) -> str:
        """What is done, as an imperative."""
        return self.gettext(TASK_KINDS[kind])

    def for_no_order(self, task: Task) -> str:
        """``Disinfect the vehicle, 45 min``, ``Rest, 20 min``."""
        takes = self.duration(round((task.end - task.start).total_seconds()))
        if task.kind is TaskKind.REST:
            return self.gettext("Rest, {duration}").format(duration=takes)
        return self.gettext("Disinfect the vehicle, {duration}").format(duration=takes)

    def rule(self, rule: Rule) -> str:
        """What a rule is called; its own name, if nobody has put it into words yet."""
        return self.gettext(RULES.get(rule, rule.value.capitalize()))

    def zone_names(self, zone_ids: Iterable[str]) -> str:
        """Names of zones, in order."""
        return self.gettext(", ").join(self.scenario.zone[zone_id].name for zone_id in zone_ids)

    def order_title(self, order: Order) -> str:
        """Id and, if it has one, name of an order; of a part of a cohort, those of the cohort."""
        return f"{order.asked_id} {order.name}" if order.name else order.asked_id

    def order_content(self, order: Order) -> str:
        """What an order is about: goods, people with all that is to be minded, a team's visit."""
        if isinstance(order, Transfer):
            return " · ".join((self.party_content(order), *self.to_mind(order)))
        if isinstance(order, Call) and not order.lines:
            return self.gettext("visit without goods")
        return self.lines(order.lines)

    def party_content(self, order: Transfer) -> str:
        """How many people of which class, and whether they may go."""
        label = self.scenario.policy.party_class(order.party.party_class).label
        party = f"{self.party(order)} ({label})"
        if order.approved:
            return party
        # Wherever it is read who rides, so that nobody drives off with them by accident.
        waits = self.gettext("not approved yet")
        return f"{party} · {waits}"

    def to_mind(self, order: Transfer) -> tuple[str, ...]:
        """What to mind about a party, that it rides alone first of all."""
        party_class = self.scenario.policy.party_class(order.party.party_class)
        if order.exclusive or party_class.exclusive:
            return (self.gettext("rides alone"), *order.party.needs)
        return order.party.needs

    def excess(self, amount: int, unit: str) -> str:
        """By how much a rule stands in the way; empty for a plain yes or no."""
        if not amount:
            return ""
        if unit == "s":
            return self.seconds(amount) if amount < 60 else self.duration(amount)
        if unit == "m":
            return self.distance(amount)
        if unit == "":
            return self.number(amount)
        return self.load(unit, amount)
