"""The desk map's file: what is in it, and that nothing in it is live."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from logiroute.errors import LogirouteError
from logiroute.report.desk_map import audit_line, write_desk_map
from logiroute.report.wording import Wording
from tests.report.sample_day import HOSTILE, Sample, sample, unapproved


def written(tmp_path: Path, day: Sample, **options: Any) -> str:
    path = tmp_path / "desk.html"
    write_desk_map(day.scenario, day.plan, path, **options)
    return path.read_text(encoding="utf-8")


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="desk-data">(.*?)</script>', page)
    assert found is not None
    data = json.loads(found.group(1))
    assert isinstance(data, dict)
    return data


class Elements(HTMLParser):
    """Counts elements and collects texts, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._skip = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._skip = self._skip or tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._skip = self._skip and tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.text += f"{data} "


def test_the_page_holds_the_whole_plan(tmp_path: Path) -> None:
    day = sample()
    page = written(tmp_path, day, backdrop=day.backdrop)
    data = data_of(page)
    assert len(data["routes"]) == len(day.plan.routes) == 12
    assert len(data["places"]) == len(day.scenario.places)
    assert {zone["pattern"] for zone in data["zones"]} == {"cross", "diagonal", "dots"}
    assert any(len(rings) == 2 for zone in data["zones"] for rings in zone["rings"])
    assert len(data["gates"]) == 3
    assert sum(len(entry["orders"]) for entry in data["unserved"]) == 3
    assert sum(len(lines) for lines in data["streets"]) > 100
    served = {task.order_id for route in day.plan.routes for s in route.stops for task in s.tasks}
    assert len(served) == 58
    found = Elements(page)
    routes = [attrs["data-route"] for tag, attrs in found.tags if attrs.get("data-route")]
    assert routes == [f"{r.vehicle_id}#{r.shift + 1}" for r in sorted_by_class(day)]
    text = re.sub(r"\s+", " ", found.text)
    for expected in ("11 / 12", "58 / 61", "武汉城区保供日", "Time windows · 12 min"):
        assert expected in text
    assert "Would be served: extend the window to 06:45" in text


def sorted_by_class(day: Sample) -> list[Any]:
    order = [entry.id for entry in day.scenario.policy.vehicle_classes]
    vehicles = day.scenario.vehicle
    return sorted(
        day.plan.routes, key=lambda route: order.index(vehicles[route.vehicle_id].vehicle_class)
    )


def test_times_are_those_of_the_scenario(tmp_path: Path) -> None:
    day = sample()
    data = data_of(written(tmp_path, day))
    card = data["routes"][0]["stops"][0]["card"]
    stop = day.plan.routes[0].stops[1]
    local = stop.arrive.astimezone(day.scenario.tz)
    assert dict(card["rows"])["Planned"].startswith(f"{local:%H:%M} → ")


def test_a_stop_tells_time_window_load_order_and_priority(tmp_path: Path) -> None:
    data = data_of(written(tmp_path, sample()))
    rows = dict(data["routes"][0]["stops"][0]["card"]["rows"])
    assert rows["Window"] == "06:00–06:30"
    assert rows["Order"] == "O001"
    assert rows["Task"] == "Unload: 早餐 × 60, 暖心套餐 × 12"
    assert rows["Priority"] == "1"
    assert rows["Aboard after"] == "1,116 kg · 4.32 m³"


def test_gates_zones_and_closures_tell_their_rules(tmp_path: Path) -> None:
    day = sample()
    data = data_of(written(tmp_path, day))
    cards = {entry["id"]: entry["card"] for entry in data["gates"] + data["zones"]}
    gate = dict(cards["G-Z1-08"]["rows"])
    assert cards["G-Z1-08"]["kicker"] == "Checkpoint"
    assert gate["Open"] == "05:00–07:36, 15:00–18:00"
    assert gate["Delay"] == "3 min per vehicle, 20 s per person"
    assert gate["06:08 B01"] == "check 20 min"
    assert gate["07:22 T01"] == "check 4 min · Closes at 07:36: 10 min to spare"
    assert dict(cards["G-Z1-09"]["rows"])["Delay"] == "3 min per vehicle"
    assert dict(cards["Z2"]["rows"])["Speed"] == "50% of what is driven elsewhere"
    assert "Speed" not in dict(cards["Z1"]["rows"])
    assert dict(cards["Z1"]["rows"])["In force"] == "from 00:00"
    closures = {entry["id"]: entry for entry in data["closures"]}
    assert set(closures) == {"C1", "C2", "C4"}
    assert closures["C1"]["card"] == {
        "kicker": "Blocked point",
        "title": "建设大道桥洞积水",
        "rows": [["ID", "C1"], ["In force", "the whole day"], ["Note", "水深 40 厘米"]],
    }
    assert closures["C2"]["card"]["kicker"] == "Blocked street"
    assert closures["C2"]["line"][0] == [30.572, 114.271]
    assert [entry["text"] for entry in data["search"] if "closure" in entry] == [
        "建设大道桥洞积水", "解放路水马围挡", "城东路口封堵点",
    ]  # fmt: skip
    stop = dict(data["routes"][0]["stops"][3]["card"]["rows"])
    assert stop["Gate"] == "07:22 学府路卡口 · check 4 min · Closes at 07:36: 10 min to spare"
    assert stop["Enters"] == "学府小区封控区"


def test_a_party_that_is_not_approved_is_marked_wherever_it_is_read(tmp_path: Path) -> None:
    day = sample()
    data = data_of(written(tmp_path, day._replace(scenario=unapproved(day.scenario, "X01"))))
    bus = next(route for route in data["routes"] if route["label"] == "B01")
    said = [value for stop in bus["stops"] for _, value in stop["card"]["rows"]]
    assert sum("22 persons (密接) · not approved yet" in value for value in said) == 2
    (found,) = [entry for entry in data["search"] if entry["text"].startswith("X01")]
    assert found["detail"].endswith("· not approved yet")


def test_a_day_without_closures_has_no_switch_for_them(tmp_path: Path) -> None:
    day = sample()
    scenario = day.scenario.model_copy(update={"closures": ()})
    switches = [
        [attrs["data-layer"] for _tag, attrs in Elements(page).tags if "data-layer" in attrs]
        for page in (written(tmp_path, day), written(tmp_path, day._replace(scenario=scenario)))
    ]
    assert set(switches[0]) - set(switches[1]) == {"closures"}


def test_the_page_is_complete_html(tmp_path: Path) -> None:
    page = written(tmp_path, sample(), lang="zh_CN")
    assert page.lstrip().startswith("<!DOCTYPE html>")
    found = Elements(page)
    names = [tag for tag, _attrs in found.tags]
    assert ("html", {"lang": "zh-CN"}) in found.tags
    assert names.count("title") == names.count("main") == names.count("h1") == 1
    metas = {attrs.get("name"): attrs.get("content") for tag, attrs in found.tags if tag == "meta"}
    assert metas["viewport"] == "width=device-width, initial-scale=1, viewport-fit=cover"
    assert data_of(page)["attribution"] == "© OpenStreetMap contributors"
    ids = [attrs["id"] for _tag, attrs in found.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    assert "调度总图" in found.text
    assert "Routes" not in found.text


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_hostile_texts_stay_texts(tmp_path: Path, lang: str) -> None:
    day = sample(hostile=True)
    page = written(tmp_path, day, backdrop=day.backdrop, lang=lang)
    plain = written(tmp_path, sample(), backdrop=day.backdrop, lang=lang)
    count = [len(Elements(text).tags) for text in (page, plain)]
    kinds = [{tag for tag, _attrs in Elements(text).tags} for text in (page, plain)]
    assert kinds[0] == kinds[1]
    assert page.count("<script") == plain.count("<script")
    assert abs(count[0] - count[1]) < 40  # an empty note more or less
    assert data_of(page)["places"][0]["name"] == HOSTILE[0]
    assert "<img" not in page
    outside = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    for live in HOSTILE[:1] + HOSTILE[2:3]:
        assert live not in outside


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    day = sample()
    assert written(tmp_path, day, backdrop=day.backdrop) == written(
        tmp_path, day, backdrop=day.backdrop
    )


def test_an_untraced_plan_is_drawn_straight(tmp_path: Path) -> None:
    day = sample()
    bare = [
        route.model_copy(
            update={
                "trips": tuple(
                    trip.model_copy(
                        update={
                            "legs": tuple(
                                leg.model_copy(update={"geometry": ()}) for leg in trip.legs
                            )
                        }
                    )
                    for trip in route.trips
                )
            }
        )
        for route in day.plan.routes
    ]
    plan = day.plan.model_copy(update={"routes": tuple(bare)})
    data = data_of(written(tmp_path, day._replace(plan=plan)))
    assert all(10 < len(route["path"]) < 300 for route in data["routes"])


def test_a_plan_without_routes_is_a_page_too(tmp_path: Path) -> None:
    day = sample()
    plan = day.plan.model_copy(update={"routes": (), "unserved": ()})
    found = Elements(written(tmp_path, day._replace(plan=plan)))
    assert "No route in this plan." in found.text
    assert "Every order is served." in found.text


def test_what_the_audit_line_says() -> None:
    wording = Wording(sample().scenario, "en")
    assert audit_line(wording, None) == {"ok": False, "text": "Not audited"}
    proof = {"clean": True, "facts": {"capacity": 1200, "windows": 34}}
    assert audit_line(wording, proof) == {
        "ok": True,
        "text": "Audited: 2 rules, 1,234 facts, no violation",
    }
    assert audit_line(wording, {"clean": False})["ok"] is False


def test_an_unknown_language_writes_nothing(tmp_path: Path) -> None:
    day = sample()
    with pytest.raises(LogirouteError, match="languages: en, zh_CN"):
        write_desk_map(day.scenario, day.plan, tmp_path / "x.html", lang="de")
    assert list(tmp_path.iterdir()) == []
