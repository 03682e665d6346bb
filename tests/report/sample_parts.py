"""The places, zones, vehicles and orders of the sample day."""

import numpy as np

from logiroute.model.fleet import CrewMember, Vehicle
from logiroute.model.order import Call, Collection, Delivery, Line, Order, Party, Transfer
from logiroute.model.place import Place, PlaceKind, Point
from logiroute.model.stock import Item
from logiroute.model.zone import Gate, Pass, Zone
from tests.report.sample_maker import GRID, at, window

ITEMS: tuple[Item, ...] = (
    Item(id="breakfast", name="早餐", unit_loads={"mass_g": 450, "volume_cm3": 1800}),
    Item(id="kit", name="暖心套餐", unit_loads={"mass_g": 8000, "volume_cm3": 30000}),
    Item(id="suit", name="防护服", unit_loads={"mass_g": 550, "volume_cm3": 6000}),
    Item(id="tent", name="帐篷", unit_loads={"mass_g": 35000, "volume_cm3": 120000}),
    Item(id="swabs", name="标本箱", unit_loads={"mass_g": 4000, "volume_cm3": 20000}),
)

CREW = (
    "张伟",
    "李娜",
    "王芳",
    "刘洋",
    "陈静",
    "杨帆",
    "赵磊",
    "黄敏",
    "周杰",
    "吴霞",
    "徐强",
    "孙丽",
)


def box(west: float, south: float, east: float, north: float) -> tuple[Point, ...]:
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def zones() -> tuple[tuple[Zone, ...], tuple[Gate, ...]]:
    sealed = Zone(
        id="Z1",
        name="学府小区封控区",
        zone_class="sealed",
        polygons=(
            (
                (
                    (114.305, 30.575),
                    (114.330, 30.572),
                    (114.337, 30.590),
                    (114.322, 30.601),
                    (114.303, 30.594),
                    (114.305, 30.575),
                ),
                box(114.315, 30.582, 114.322, 30.588),
            ),
        ),
        valid_from=at(0),
    )
    control = Zone(
        id="Z2",
        name="江滨管控区",
        zone_class="control",
        polygons=((box(114.235, 30.528, 114.262, 30.548),),),
        speed_percent=50,
    )
    precaution = Zone(
        id="Z3",
        name="城东防范区",
        zone_class="precaution",
        polygons=((box(114.350, 30.535, 114.385, 30.562),),),
    )
    gates = (
        Gate(
            id="G-Z1-08",
            name="学府路卡口",
            zone_id="Z1",
            point=(114.305, 30.580),
            delay_s=180,
            person_delay_s=20,
            windows=(window(5, 6.5), window(6.5, 7.6), window(15, 18)),
            papers=("通行证", "48小时核酸证明"),
        ),
        Gate(id="G-Z1-09", name="北小门", zone_id="Z1", point=(114.3125, 30.5975), delay_s=180),
        Gate(
            id="G-Z2-05",
            name="江滨检查站",
            zone_id="Z2",
            point=(114.262, 30.540),
            delay_s=180,
            windows=(window(6, 22),),
            papers=("双码",),
        ),
    )
    return (sealed, control, precaution), gates


def places(rng: np.random.Generator) -> dict[str, Place]:
    found = [
        Place(
            id="D1",
            name="东西湖保供仓",
            kind=PlaceKind.DEPOT,
            point=(114.232, 30.632),
            stop_s=900,
            address="东西湖区保供路1号",
            contact="仓库值班 027-8322 1000",
        ),
        Place(
            id="D2",
            name="光谷物资中心",
            kind=PlaceKind.DEPOT,
            point=(114.392, 30.512),
            stop_s=900,
            address="光谷大道88号",
            contact="027-8755 2000",
        ),
        Place(
            id="Q1",
            name="东湖隔离酒店",
            kind=PlaceKind.QUARANTINE_SITE,
            point=(114.378, 30.583),
            beds=60,
            accepts=("close_contact",),
        ),
        Place(
            id="Q2",
            name="南湖隔离点",
            kind=PlaceKind.QUARANTINE_SITE,
            point=(114.335, 30.507),
            beds=40,
        ),
        Place(
            id="H1", name="金银潭医院", kind=PlaceKind.HOSPITAL, point=(114.282, 30.640), beds=20
        ),
        Place(id="L1", name="市疾控检验中心", kind=PlaceKind.LABORATORY, point=(114.262, 30.610)),
        Place(id="T1", name="城北中转站", kind=PlaceKind.TRANSIT_STATION, point=(114.325, 30.640)),
    ]
    streets_ = ("学府路", "江滨大道", "解放路", "建设大道", "珞喻路", "中山路")
    for number in range(56):
        if number in (8, 9):
            point, id_ = (
                (114.308 + 0.006 * (number - 8), 30.580 + 0.013 * (number - 8)),
                f"Z1-0{number}",
            )
        elif number == 5:
            point, id_ = (114.250, 30.540), "Z2-05"
        else:
            point = (
                114.21 + round(rng.random() * 0.185 / GRID) * GRID + rng.uniform(-0.001, 0.001),
                30.505 + round(rng.random() * 0.135 / GRID) * GRID + rng.uniform(-0.001, 0.001),
            )
            id_ = f"S{number:03d}"
        street = streets_[number % len(streets_)]
        found.append(
            Place(
                id=id_,
                name=f"{street}{12 + number}号小区",
                kind=PlaceKind.HAND_OVER if number % 5 == 0 else PlaceKind.SITE,
                point=point,
                stop_s=120,
                address=f"{street}{12 + number}号",
                contact=f"{CREW[number % 12][0]}主任 138 0000 {number:04d}",
                note="从北门进，货车限高 3.2 米" if number % 7 == 0 else "",
            )
        )
    return {place.id: place for place in found}


def fleet() -> list[Vehicle]:
    vehicles: list[Vehicle] = []

    def add(id_: str, name: str, class_: str, start: str, **more: object) -> None:
        number = len(vehicles)
        values: dict[str, object] = {
            "shifts": (window(5.5, 11.5),),
            "end_id": start,
            "fixed_cost": 20000,
            "cost_per_km": 350,
            "cost_per_hour": 6000,
            "plate": f"鄂A·{31207 + number * 37}",
            "crew": (
                CrewMember(
                    id=f"P{number}",
                    name=CREW[number % 12],
                    phone=f"139 2222 {number:04d}",
                    skills=("driver",),
                ),
            ),
        }
        vehicles.append(
            Vehicle.model_validate(
                {
                    "id": id_,
                    "name": name,
                    "vehicle_class": class_,
                    "profile": "truck",
                    "start_id": start,
                }
                | values
                | more
            )
        )

    box_truck = {"mass_g": 1_500_000, "volume_cm3": 13_000_000}
    for number in range(1, 8):
        leave = {1: (Pass(zone_id="Z1", valid_from=at(6), valid_to=at(12)),)}
        add(
            f"T{number:02d}",
            "4.2米厢货",
            "truck",
            "D1" if number < 5 else "D2",
            capacity=box_truck,
            passes=leave.get(number, ()),
        )
    add(
        "鄂A/T08",
        "9.6米货车",
        "truck",
        "D2",
        capacity={"mass_g": 15_000_000, "volume_cm3": 50_000_000},
        shifts=(window(5.5, 9), window(19, 26)),
    )
    passes = (Pass(gate_id="G-Z1-08"), Pass(zone_id="Z2", valid_to=at(6)))
    add("B01", "49座大巴", "bus", "D1", capacity={"seats": 49}, passes=passes)
    add("A01", "负压救护车", "ambulance", "D2", capacity={"seats": 4})
    add("C01", "采样一队", "team", "D1", capacity=box_truck | {"seats": 5})
    add("T09", "备用货车", "truck", "D1", capacity=box_truck)
    return vehicles


def orders(names: dict[str, Place]) -> list[Order]:
    found: list[Order] = []
    for number, place in enumerate(p for p in names.values() if p.id[0] in "SZ"):
        found.append(
            Delivery(
                id=f"O{number + 1:03d}",
                name=f"{place.name}早餐" if number % 3 else "",
                site_id=place.id,
                priority=1 + number % 3,
                lines=(Line(item_id="breakfast", quantity=60 + 5 * number),)
                + ((Line(item_id="kit", quantity=12),) if number % 4 == 0 else ()),
                windows=(window(6, 6.5 + 0.5 * (number % 6)),),
                service_s=60,
                contact="",
                note="放在门卫处" if number % 6 == 0 else "",
            )
        )
    found += [
        Transfer(
            id="X01",
            name="学府小区密接转运",
            origin_id="Z1-08",
            destination_ids=("Q1", "Q2"),
            party=Party(persons=22, party_class="close_contact", needs=("轮椅", "儿童座椅")),
            windows=(window(7, 9),),
            priority=1,
            arrive_by=at(12),
        ),
        Transfer(
            id="X02",
            name="孕妇一家三口",
            origin_id="S010",
            destination_ids=("Q2",),
            party=Party(persons=3, party_class="positive", needs=("孕妇",)),
            exclusive=True,
            priority=1,
        ),
        Call(id="K01", name="上门采样", site_id="S020", priority=2, service_s=1800),
        Collection(
            id="W01",
            name="标本送检",
            origin_id="S020",
            destination_ids=("L1",),
            lines=(Line(item_id="swabs", quantity=4),),
            max_aboard_s=14400,
            priority=1,
        ),
        Delivery(
            id="N01",
            name="夜间帐篷",
            site_id="S030",
            priority=2,
            lines=(Line(item_id="tent", quantity=16), Line(item_id="suit", quantity=320)),
            windows=(window(20, 25),),
        ),
    ]
    return found
