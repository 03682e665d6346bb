"""The drivers' pages: which files, what they tell, and that nothing in them is live."""

import re
from pathlib import Path

from logiroute.model.order import Transfer
from logiroute.report.driver_sheet import write_driver_sheets
from tests.report.sample_day import HOSTILE, sample, unapproved
from tests.report.test_desk_map import Elements


def texts(path: Path) -> str:
    return re.sub(r"\s+", " ", Elements(path.read_text(encoding="utf-8")).text)


def test_one_page_per_vehicle_with_a_route(tmp_path: Path) -> None:
    day = sample()
    paths = write_driver_sheets(day.scenario, day.plan, tmp_path, backdrop=day.backdrop)
    names = [path.name for path in paths]
    assert names[:2] == ["T01.html", "T02.html"]
    assert "鄂A_T08.html" in names
    assert len(names) == 11  # twelve routes, one vehicle has two shifts; T09 stays at home
    assert {path.name for path in tmp_path.iterdir()} == {*names, "index.html"}
    index = Elements((tmp_path / "index.html").read_text(encoding="utf-8"))
    links = [attrs["href"] for tag, attrs in index.tags if tag == "a"]
    assert links[0] == "T01.html"
    assert "%E9%84%82A_T08.html" in links


def test_vehicle_ids_cannot_leave_the_folder(tmp_path: Path) -> None:
    day = sample()
    new_ids = {"T01": "../../evil", "T02": "index", "T03": "x/y", "T04": "X_Y"}
    scenario = day.scenario.model_copy(
        update={
            "vehicles": tuple(
                vehicle.model_copy(update={"id": new_ids.get(vehicle.id, vehicle.id)})
                for vehicle in day.scenario.vehicles
            )
        }
    )
    scenario.__dict__.pop("vehicle", None)
    plan = day.plan.model_copy(
        update={
            "routes": tuple(
                route.model_copy(
                    update={"vehicle_id": new_ids.get(route.vehicle_id, route.vehicle_id)}
                )
                for route in day.plan.routes
            )
        }
    )
    folder = tmp_path / "out" / "drivers"
    paths = write_driver_sheets(scenario, plan, folder)
    assert [path.name for path in paths][:4] == [
        "_.._evil.html", "index-2.html", "x_y.html", "X_Y-2.html",
    ]  # fmt: skip
    assert all(path.parent == folder for path in paths)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["drivers"]


def test_a_page_tells_the_driver_everything(tmp_path: Path) -> None:
    day = sample()
    paths = {p.stem: p for p in write_driver_sheets(day.scenario, day.plan, tmp_path)}
    text = texts(paths["T01"])
    page = paths["T01"].read_text(encoding="utf-8")
    assert "Load 早餐 × 1,260 暖心套餐 × 84" in text
    assert "Window 06:00–06:30" in text
    assert "学府路卡口" in text
    assert "check 4 min" in text
    assert "Show: 通行证, 48小时核酸证明" in text
    assert 'href="tel:13800000000"' in page
    assert "放在门卫处" in text
    assert "从北门进，货车限高 3.2 米" in text
    assert "Aboard after this stop: 1,116 kg · 4.32 m³ 早餐 × 1,200 暖心套餐 × 72" in text
    assert "coordinate=wgs84" in page
    assert "© OpenStreetMap contributors" in text
    stops = day.plan.routes[0].stops
    assert page.count('<article class="stop ') == len(stops)
    assert page.count("geo:") == len(stops) - 1


def test_a_page_tells_of_gates_passes_zones_closures_and_the_way(tmp_path: Path) -> None:
    day = sample()
    paths = {p.stem: p for p in write_driver_sheets(day.scenario, day.plan, tmp_path)}
    text, page = texts(paths["T01"]), paths["T01"].read_text(encoding="utf-8")
    assert "Closes at 07:36: 10 min to spare" in text
    assert page.count('class="gate scarce"') == 1
    assert "Open 05:00–07:36, 15:00–18:00" in text
    assert "Take along 通行证 48小时核酸证明 Pass for 学府小区封控区, valid 06:00–12:00" in text
    assert "Enters 学府小区封控区" in text
    assert "解放路水马围挡 Blocked street 06:00–12:00" in text
    assert "昨日封路" not in text
    route = day.plan.routes[0]
    assert page.count("<summary>Way there, turn by turn") == len(route.legs)
    sentences = re.findall(r'<li class="m-([a-z_]+)">([^<]+)</li>', page)
    assert [turn for turn, _text in sentences] == [
        step.maneuver.value for leg in route.legs for step in leg.steps
    ]
    assert (
        "gate",
        "Checkpoint 学府路卡口: stop for the check (4 min), then drive 60 m",
    ) in sentences


def test_the_delay_is_that_of_the_passage_and_not_of_the_gate(tmp_path: Path) -> None:
    day = sample()
    paths = {p.stem: p for p in write_driver_sheets(day.scenario, day.plan, tmp_path)}
    text = texts(paths["B01"])
    assert "06:08 · check 20 min" in text
    assert 'class="gate scarce"' not in paths["B01"].read_text(encoding="utf-8")


def test_an_untraced_leg_has_no_fold_for_its_way(tmp_path: Path) -> None:
    day = sample()
    bare = []
    for route in day.plan.routes:
        [trip] = route.trips
        legs = tuple(leg.model_copy(update={"steps": (), "zones": ()}) for leg in trip.legs)
        bare.append(route.model_copy(update={"trips": (trip.model_copy(update={"legs": legs}),)}))
    plan = day.plan.model_copy(update={"routes": tuple(bare)})
    for path in write_driver_sheets(day.scenario, plan, tmp_path):
        page = path.read_text(encoding="utf-8")
        assert '<details class="way-there">' not in page
        assert "Enters" not in texts(path)


def test_loading_order_is_the_reverse_of_delivery(tmp_path: Path) -> None:
    day = sample()
    paths = {p.stem: p for p in write_driver_sheets(day.scenario, day.plan, tmp_path)}
    page = paths["T01"].read_text(encoding="utf-8")
    numbers = re.findall(r"<li><b>(\d+)</b>", page)
    assert numbers == ["7", "6", "5", "4", "3", "2", "1"]


def test_parties_with_needs_and_where_they_go(tmp_path: Path) -> None:
    day = sample()
    paths = {p.stem: p for p in write_driver_sheets(day.scenario, day.plan, tmp_path)}
    text = texts(paths["B01"])
    assert "22 persons (密接)" in text
    assert "轮椅" in text
    assert "→ 东湖隔离酒店" in text


def test_both_shifts_of_a_vehicle_are_on_its_page(tmp_path: Path) -> None:
    day = sample()
    paths = {p.stem: p for p in write_driver_sheets(day.scenario, day.plan, tmp_path)}
    page = paths["鄂A_T08"].read_text(encoding="utf-8")
    assert page.count('<figure class="map"') == 2
    assert "Shift 2" in texts(paths["鄂A_T08"])
    assert '<time class="arrive">20:' in page or '<time class="arrive">19:' in page


def test_ticks_are_kept_under_scenario_date_and_vehicle(tmp_path: Path) -> None:
    day = sample()
    paths = {p.stem: p for p in write_driver_sheets(day.scenario, day.plan, tmp_path)}
    page = paths["T01"].read_text(encoding="utf-8")
    assert f'data-key="logiroute:ticks:sample-day:{day.scenario.date}:T01"' in page
    keys = re.findall(r'<article class="stop [a-z]+" data-key="([0-9a-f]{16})"', page)
    assert len(keys) == len(set(keys)) == len(day.plan.routes[0].stops)


def test_only_a_vehicle_that_loads_is_asked_whether_it_is_loaded(tmp_path: Path) -> None:
    day = sample()
    paths = write_driver_sheets(day.scenario, day.plan, tmp_path)
    by_vehicle = {route.vehicle_id: route for route in day.plan.routes if route.shift == 0}
    said = {True: "Loaded, drive off", False: "Ready, drive off"}
    seen = set()
    for path in paths:
        route = by_vehicle.get(path.stem)
        if route is None or path.stem.endswith("T08"):
            continue
        loads = bool(route.trips[0].stops[0].manifest.lines)
        seen.add(loads)
        assert said[loads] in texts(path)
        assert said[not loads] not in texts(path)
    assert seen == {True, False}


def test_a_party_that_rides_alone_is_marked(tmp_path: Path) -> None:
    day = sample()
    [transfer] = [order for order in day.scenario.orders if order.id == "X01"]
    assert isinstance(transfer, Transfer)
    assert not transfer.exclusive
    vehicle = next(
        route.vehicle_id
        for route in day.plan.routes
        for trip in route.trips
        for stop in trip.stops
        for task in stop.tasks
        if task.order_id == "X01"
    )
    said = []
    for exclusive in (False, True):
        orders = tuple(
            order.model_copy(update={"exclusive": exclusive}) if order.id == "X01" else order
            for order in day.scenario.orders
        )
        scenario = day.scenario.model_copy(update={"orders": orders})
        folder = tmp_path / str(exclusive)
        paths = {p.stem: p for p in write_driver_sheets(scenario, day.plan, folder)}
        said.append("rides alone" in texts(paths[vehicle]))
    assert said == [False, True]


def test_who_is_not_approved_yet_is_told_before_driving_off(tmp_path: Path) -> None:
    day = sample()
    scenario = unapproved(day.scenario, "X01")
    paths = {p.stem: p for p in write_driver_sheets(scenario, day.plan, tmp_path)}
    alarm = "Not approved yet, ask the desk first: X01 学府小区密接转运"
    # At the start and where they board; the other transfer is approved.
    assert paths["B01"].read_text("utf-8").count(alarm) == 2
    assert "22 persons (密接) · not approved yet" in texts(paths["B01"])
    assert "approved" not in texts(paths["A01"])


def test_a_gate_can_be_navigated_to_and_apps_are_warned_of(tmp_path: Path) -> None:
    day = sample()
    view = next(route for route in day.plan.routes if any(leg.gates for leg in route.legs))
    paths = {p.stem: p for p in write_driver_sheets(day.scenario, day.plan, tmp_path)}
    page = Elements(paths[view.vehicle_id].read_text(encoding="utf-8"))
    passed = next(leg.gates[0].gate_id for leg in view.legs if leg.gates)
    lon, lat = next(gate.point for gate in day.scenario.gates if gate.id == passed)
    links = [attrs["href"] for tag, attrs in page.tags if attrs.get("class") == "to-gate"]
    assert any(f"to={lon:.6f},{lat:.6f}," in str(link) for link in links)
    assert "do not know the closed zones" in page.text


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    day = sample(hostile=True)
    plain = write_driver_sheets(sample().scenario, sample().plan, tmp_path / "a")
    hostile = write_driver_sheets(day.scenario, day.plan, tmp_path / "b", lang="zh_CN")
    for before, after in zip(plain, hostile, strict=True):
        one, other = (Elements(path.read_text(encoding="utf-8")) for path in (before, after))
        assert {tag for tag, _attrs in other.tags} <= {tag for tag, _attrs in one.tags} | {"p", "a"}
        assert [tag for tag, _a in other.tags].count("script") == 1
        assert not [attrs for _tag, attrs in other.tags if any(n.startswith("on") for n in attrs)]
    assert HOSTILE[0] in Elements(hostile[0].read_text(encoding="utf-8")).text


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    day = sample()
    for folder in ("a", "b"):
        write_driver_sheets(day.scenario, day.plan, tmp_path / folder, backdrop=day.backdrop)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_chinese_pages_hold_no_english_labels(tmp_path: Path) -> None:
    day = sample()
    paths = write_driver_sheets(day.scenario, day.plan, tmp_path, lang="zh_CN")
    text = texts(paths[0])
    for word in ("Stop", "Window", "Load", "Arrive", "Done", "Aboard", "Navigate"):
        assert word not in text
    assert "下一站" in text
    assert "后送先装" in text
