"""Is this plan legal? The one question the auditor answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from logiroute.audit.replay import replay
from logiroute.audit.rules import RULES
from logiroute.audit.violation import Violation
from logiroute.errors import AuditError
from logiroute.model.plan import Plan
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes


@dataclass(frozen=True)
class AuditResult:
    """What an audit found.

    Attributes
    ----------
    violations : tuple of Violation
        In order of rule, then of route and stop; empty if the plan is legal.
    facts : mapping of Rule to int
        How many facts each rule looked at.
    geometry : bool
        Whether the legs' geometry was held against the zones.
    """

    violations: tuple[Violation, ...]
    facts: Mapping[Rule, int]
    geometry: bool = True

    @property
    def clean(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations

    def raise_if_broken(self) -> None:
        """Raise if any rule is broken.

        Raises
        ------
        AuditError
            With every violation in words.
        """
        if self.violations:
            raise AuditError(str(violation) for violation in self.violations)


def audit_plan(
    scenario: Scenario, travel: TravelTimes, plan: Plan, *, geometry: bool = True
) -> AuditResult:
    """Hold a plan, however it was made, against every rule.

    Parameters
    ----------
    scenario : Scenario
        The day.
    travel : TravelTimes
        Tables of that day; times, distances and the points where places meet the road.
    plan : Plan
        Any plan. Nonsense in it (unknown ids, missing legs) is reported, never raised.
    geometry : bool
        Hold the geometry of every leg against the zones in force. Switch off for a plan that is
        not traced yet; its proof then says that geometry was not looked at.

    Returns
    -------
    AuditResult
        Violations and counts of facts.
    """
    facts = replay(scenario, travel, plan, geometry=geometry)
    violations: list[Violation] = []
    counts: dict[Rule, int] = {}
    for rule, check in RULES.items():
        counts[rule] = 0
        for finding in check(facts):
            counts[rule] += 1
            if finding is not None:
                violations.append(finding)
    return AuditResult(tuple(violations), counts, geometry)
