"""Turn-by-turn directions in words."""

from collections.abc import Mapping, Sequence

from logiroute.model.plan import Maneuver, Step
from logiroute.report.phrases import Phrases
from logiroute.report.texts import N_

#: Manoeuvre → words without a street, into another street, and along the same one.
_WORDS = {
    Maneuver.DEPART: (N_("Set off"), N_("Set off on {street}"), N_("Set off on {street}")),
    Maneuver.CONTINUE: (N_("Continue"), N_("Continue on {street}"), N_("Continue on {street}")),
    Maneuver.SLIGHT_LEFT: (
        N_("Bear left"),
        N_("Bear left into {street}"),
        N_("Bear left to stay on {street}"),
    ),
    Maneuver.LEFT: (
        N_("Turn left"),
        N_("Turn left into {street}"),
        N_("Turn left to stay on {street}"),
    ),
    Maneuver.SHARP_LEFT: (
        N_("Turn sharp left"),
        N_("Turn sharp left into {street}"),
        N_("Turn sharp left to stay on {street}"),
    ),
    Maneuver.SLIGHT_RIGHT: (
        N_("Bear right"),
        N_("Bear right into {street}"),
        N_("Bear right to stay on {street}"),
    ),
    Maneuver.RIGHT: (
        N_("Turn right"),
        N_("Turn right into {street}"),
        N_("Turn right to stay on {street}"),
    ),
    Maneuver.SHARP_RIGHT: (
        N_("Turn sharp right"),
        N_("Turn sharp right into {street}"),
        N_("Turn sharp right to stay on {street}"),
    ),
    Maneuver.U_TURN: (N_("Turn back"), N_("Turn back into {street}"), N_("Turn back on {street}")),
}

_DRIVE = N_("{maneuver} and drive {distance}")
_GO_ON = N_("{maneuver} for {distance}")
_AFTER_GATE = N_("{gate}, then drive {distance}")

#: Nobody reads a tachometer to the metre.
_GRAIN_M = 10


def direction_lines(
    steps: Sequence[Step],
    lang: str,
    gate_names: Mapping[str, str] | None = None,
    gate_delays: Mapping[str, int] | None = None,
) -> list[str]:
    """One sentence per step, as plain text.

    Distances are rounded to ten metres, from one kilometre on to a hundred.

    Parameters
    ----------
    steps : sequence of Step
    lang : str
        ``en`` or ``zh_CN``.
    gate_names : mapping of str to str, optional
        Gate id → what people call it; the id, where it is not given.
    gate_delays : mapping of str to int, optional
        Gate id → seconds the check takes this vehicle; a gate without any is passed without a stop.

    Raises
    ------
    LogirouteError
        There is no catalog for this language.
    """
    phrases = Phrases(lang)
    names, delays = gate_names or {}, gate_delays or {}
    lines: list[str] = []
    before = ""
    for step in steps:
        if step.maneuver is Maneuver.ARRIVE:
            lines.append(phrases.gettext("Arrive at your destination"))
            continue
        if step.maneuver is Maneuver.GATE:
            name = names.get(step.gate_id, step.gate_id)
            words, drive = _at_gate(phrases, name, delays.get(step.gate_id, 0)), _AFTER_GATE
        else:
            words = _maneuver(phrases, step, before)
            drive = _GO_ON if step.maneuver is Maneuver.CONTINUE else _DRIVE
        lines.append(_with_distance(phrases, drive, words, step.metres))
        before = step.street
    return lines


def _maneuver(phrases: Phrases, step: Step, before: str) -> str:
    unnamed, other, same = _WORDS[step.maneuver]
    if not step.street:
        return phrases.gettext(unnamed)
    return phrases.gettext(same if step.street == before else other).format(street=step.street)


def _at_gate(phrases: Phrases, name: str, delay_s: int) -> str:
    if not delay_s:
        return phrases.gettext("Pass gate {gate}").format(gate=name)
    return phrases.gettext("Checkpoint {gate}: stop for the check ({duration})").format(
        gate=name, duration=phrases.duration(delay_s)
    )


def _with_distance(phrases: Phrases, sentence: str, words: str, metres: int) -> str:
    """The words and how far to drive then; the words alone where the next step follows at once."""
    if not metres:
        return words
    rounded = max(_GRAIN_M, (metres + _GRAIN_M // 2) // _GRAIN_M * _GRAIN_M)
    return phrases.gettext(sentence).format(
        maneuver=words, gate=words, distance=phrases.distance(rounded)
    )
