"""Copies of frozen models."""

from logiroute.model.zone import Zone


def _square(side: float) -> tuple[tuple[float, float], ...]:
    return ((0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0))


def test_a_changed_copy_remembers_nothing_of_the_original() -> None:
    """What a model worked out of its fields is worked out again from the copy's."""
    zone = Zone(id="Z", name="", zone_class="sealed", polygons=((_square(1),),))
    assert zone.shape.area == 1
    for deep in (False, True):
        grown = zone.model_copy(update={"polygons": ((_square(2),),)}, deep=deep)
        assert grown.shape.area == 4
    assert zone.shape.area == 1
    assert zone.model_copy() == zone
