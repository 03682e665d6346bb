"""Directions in words, worked by hand."""

import pytest

from logiroute.errors import LogirouteError
from logiroute.model.plan import Maneuver, Step
from logiroute.report.directions import direction_lines

STEPS = (
    Step(maneuver=Maneuver.DEPART, street="", metres=4),
    Step(maneuver=Maneuver.LEFT, street="珞喻路", metres=347),
    Step(maneuver=Maneuver.SLIGHT_RIGHT, street="珞喻路", metres=996),
    Step(maneuver=Maneuver.CONTINUE, street="武珞路", metres=12_340),
    Step(maneuver=Maneuver.GATE, street="武珞路", metres=85, gate_id="G1"),
    Step(maneuver=Maneuver.GATE, street="武珞路", metres=0, gate_id="G2"),
    Step(maneuver=Maneuver.U_TURN, street="武珞路", metres=15),
    Step(maneuver=Maneuver.SHARP_RIGHT, metres=0),
    Step(maneuver=Maneuver.CONTINUE, metres=994),
    Step(maneuver=Maneuver.ARRIVE),
)


def test_each_step_is_a_sentence() -> None:
    assert direction_lines(STEPS, "en", {"G1": "North gate"}, {"G1": 90}) == [
        "Set off and drive 10 m",
        "Turn left into 珞喻路 and drive 350 m",
        "Bear right to stay on 珞喻路 and drive 1.0 km",
        "Continue on 武珞路 for 12.3 km",
        "Checkpoint North gate: stop for the check (2 min), then drive 90 m",
        "Pass gate G2",
        "Turn back on 武珞路 and drive 20 m",
        "Turn sharp right",
        "Continue for 990 m",
        "Arrive at your destination",
    ]


def test_in_chinese() -> None:
    assert direction_lines(STEPS, "zh_CN", {"G1": "北门"}, {"G1": 90}) == [
        "出发，行驶 10 米",
        "左转进入珞喻路，行驶 350 米",
        "稍向右转，继续走珞喻路，行驶 1.0 公里",
        "沿武珞路继续行驶，共 12.3 公里",
        "卡口 北门：停车接受查验（2 分钟），然后行驶 90 米",
        "通过卡口 G2",
        "在武珞路掉头，行驶 20 米",
        "向右后方急转",
        "继续行驶，共 990 米",
        "到达目的地",
    ]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("maneuver", list(Maneuver))
@pytest.mark.parametrize("street", ["", "{street} of %s braces", "长江路"])
def test_every_manoeuvre_has_words_whatever_the_street(
    lang: str, maneuver: Maneuver, street: str
) -> None:
    first = Step(maneuver=Maneuver.DEPART, street="other", metres=100)
    step = Step(maneuver=maneuver, street=street, metres=100, gate_id="G")
    line = direction_lines([first, step], lang)[1]
    assert line
    if maneuver not in (Maneuver.GATE, Maneuver.ARRIVE):
        assert street in line
        assert "100" in line


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(LogirouteError, match="'fr'"):
        direction_lines(STEPS, "fr")
