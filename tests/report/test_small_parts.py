"""Lines, names, links, colours, files: the small parts the reports are made of."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from logiroute.atomic import write_text
from logiroute.model.backdrop import Backdrop, StreetLine
from logiroute.model.place import Place, PlaceKind
from logiroute.model.rules import Rule
from logiroute.report.cards import place_card
from logiroute.report.file_names import distinct_stems, safe_stem
from logiroute.report.lines import Streets, attribution, box_around, encode, points_of
from logiroute.report.names import RULES
from logiroute.report.navigation import navigation_links, telephone
from logiroute.report.palette import route_style, zone_styles
from logiroute.report.view import PlanView
from logiroute.report.wording import Wording
from tests.report.sample_day import sample
from tests.report.sample_maker import policy


def test_lines_are_encoded_as_the_published_example() -> None:
    # The worked example of the format's description.
    points = [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]
    assert encode(points) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_streets_are_cut_at_the_box() -> None:
    line = StreetLine(points=((0.0, 0.5), (4.0, 0.5)), rank=1)
    away = StreetLine(points=((8.0, 8.0), (9.0, 9.0)), rank=0)
    minor = StreetLine(points=((1.2, 0.2), (1.8, 0.2)), rank=4)
    backdrop = Backdrop(lines=(line, away, minor), attribution="x")
    streets = Streets(backdrop)
    inside = [
        [line.tolist() for line in points_of(streets.inside((1, 0, 2, 1), rank))]
        for rank in range(5)
    ]
    assert inside == [[], [[[1.0, 0.5], [2.0, 0.5]]], [], [], [[[1.2, 0.2], [1.8, 0.2]]]]


def test_a_street_that_leaves_the_box_and_returns_becomes_two() -> None:
    line = StreetLine(points=((0.2, 0.2), (2.0, 0.2), (2.0, 0.8), (0.2, 0.8)), rank=0)
    parts = Streets(Backdrop(lines=(line,), attribution="")).inside((0, 0, 1, 1), 0)
    assert [part.tolist() for part in points_of(parts)] == [
        [[0.2, 0.2], [1, 0.2]],
        [[1, 0.8], [0.2, 0.8]],
    ]


def test_a_place_says_that_it_is_off_county() -> None:
    day = sample()
    view, place = PlanView(day.scenario, day.plan), day.scenario.place["Q1"]
    away = place.model_copy(update={"off_county": True})
    for lang, said in (("en", "Quarantine site · off-county"), ("zh_CN", "集中隔离点 · 异地")):
        wording = Wording(day.scenario, lang)
        assert place_card(wording, view, away)["kicker"] == said
        assert place_card(wording, view, place)["kicker"] == said.split(" · ")[0]


def test_a_place_tells_of_beds_that_fetched_people_leave() -> None:
    day = sample()
    view, place = PlanView(day.scenario, day.plan), day.scenario.place["Z1-08"]
    taken = place.model_copy(update={"beds": 5})
    given = taken.model_copy(update={"bed_turnover_s": 0})
    for lang, beds, fetched in (("en", "Beds", "fetched"), ("zh_CN", "床位", "转出后腾出")):
        wording = Wording(day.scenario, lang)
        assert (beds, "0 / 5") in place_card(wording, view, taken)["rows"]
        said = f"0 / 5 + 22 ({fetched})"
        assert (beds, said) in place_card(wording, view, given)["rows"]


def test_no_backdrop_has_no_streets() -> None:
    assert [len(Streets(None).inside((0, 0, 1, 1), rank)) for rank in Streets.RANKS] == [0] * 5


def test_openstreetmap_is_always_thanked() -> None:
    assert attribution(None) == "© OpenStreetMap contributors"
    given = Backdrop(lines=(), attribution="© OpenStreetMap contributors, ODbL")
    assert attribution(given) == "© OpenStreetMap contributors, ODbL"
    other = Backdrop(lines=(), attribution="City survey")
    assert attribution(other) == "© OpenStreetMap contributors · City survey"


def test_a_box_needs_a_point_and_is_never_flat() -> None:
    with pytest.raises(ValueError, match="at least one point"):
        box_around([], 0.1)
    west, south, east, north = box_around([(114.0, 30.0)], 0.1)
    assert east - west == pytest.approx(0.008)
    assert north - south == pytest.approx(0.008)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("T01", "T01"),
        ("鄂A·12345", "鄂A_12345"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a/b\\c", "a_b_c"),
        ("..", "_"),
        ("", "_"),
        ("con", "_con"),
        ("LPT1.x", "_LPT1.x"),
        (".hidden", "hidden"),
        ("a\x00b\nc", "a_b_c"),
        ("e\u0301", "é"),
    ],
)
def test_file_stems_are_safe(text: str, stem: str) -> None:
    assert safe_stem(text) == stem


def test_long_file_stems_fit_every_file_system() -> None:
    assert len(safe_stem("车" * 80).encode()) <= 180
    assert safe_stem("车" * 80) == "车" * 60


def test_file_stems_never_collide() -> None:
    stems = distinct_stems(["A/1", "A_1", "a?1", "index", "A_1-2"], taken=["index"])
    assert stems == ["A_1", "A_1-2", "a_1-3", "index-2", "A_1-2-2"]
    assert len({stem.casefold() for stem in stems}) == len(stems)


def test_navigation_links_say_their_datum() -> None:
    place = Place(id="S", name="a,b&c=<d>", kind=PlaceKind.SITE, point=(114.305, 30.58))
    links = {link.name: link.href for link in navigation_links(place)}
    assert links["amap"].startswith("https://uri.amap.com/navigation?to=114.305000,30.580000,")
    assert "coordinate=wgs84" in links["amap"]
    assert "location=30.580000,114.305000" in links["baidu"]
    assert "coord_type=wgs84" in links["baidu"]
    assert "destination=30.580000,114.305000" in links["google"]
    assert links["geo"].startswith("geo:30.580000,114.305000?q=30.580000,114.305000(")
    for href in links.values():
        assert not set("<>\"' ") & set(href)
        assert "&c=" not in href


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("王主任 138 0013 8000", "tel:13800138000"),
        ("027-8755 2000", "tel:02787552000"),
        ("+86 (27) 8755-2000 office", "tel:+862787552000"),
        ("门牌 12 号", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_telephone_links(text: str, link: str) -> None:
    assert telephone(text) == link


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_thirty_routes_are_told_apart_and_readable() -> None:
    styles = [route_style(index) for index in range(30)]
    assert len(set(styles)) == 30
    for style in styles:
        assert contrast(style.colour, "#eceff3") >= 4.0, style
        assert contrast(style.colour, style.ink) >= 4.0, style
    for one, other in pairwise(styles):
        assert one.colour != other.colour


def test_zone_classes_differ_in_pattern_and_not_only_in_colour() -> None:
    styles = zone_styles(policy())
    assert styles["sealed"].pattern == "cross"
    assert len({style.pattern for style in styles.values()}) == 3


def test_words_for_times_and_amounts() -> None:
    english, chinese = (Wording(sample().scenario, lang) for lang in ("en", "zh_CN"))
    assert english.clock(datetime(2022, 4, 17, 22, 25, tzinfo=UTC)) == "06:25"
    assert english.clock(datetime(2022, 4, 18, 17, 0, tzinfo=UTC)) == "01:00 +1"
    assert english.duration(3601) == "1 h 1 min"
    assert chinese.duration(5400) == "1 小时 30 分"
    assert english.duration(1) == "1 min"
    assert english.duration(0) == "0 min"
    assert english.distance(999) == "999 m"
    assert chinese.distance(12_345) == "12.3 公里"
    assert english.loads({"volume_cm3": 1_500_000, "mass_g": 1_488_000, "crates": 0}) == (
        "1,488 kg · 1.5 m³"
    )
    assert english.loads({"crates": 7}) == "7 crates"
    assert english.loads({}) == "empty"
    assert english.persons(1) == "1 person"
    assert chinese.persons(3) == "3 人"
    assert chinese.money(123_456) == "¥1,235"
    assert english.excess(420, "s") == "7 min"
    assert english.excess(26, "s") == "26 s"
    assert english.excess(2500, "mass_g") == "2.5 kg"
    assert english.excess(0, "s") == ""


def test_a_rule_nobody_has_put_into_words_is_shown_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    english = Wording(sample().scenario, "en")
    assert english.rule(Rule.MIXING) == "No mixing"
    monkeypatch.delitem(RULES, Rule.MIXING)
    assert english.rule(Rule.MIXING) == "Mixing"


def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deep" / "a.json"
    write_text(path, "old")

    def broken(self: Path, target: Path) -> Path:
        raise OSError(f"cannot rename {self.name} to {target.name}")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="cannot rename"):
        write_text(path, json.dumps("new"))
    assert path.read_text() == "old"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.json"]
