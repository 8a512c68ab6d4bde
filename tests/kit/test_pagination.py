from dataclasses import dataclass

import pytest

from services.kit.pagination import Ordering


@dataclass
class Village:
    name: str


@dataclass
class Child:
    name: str | None
    village: Village
    id: int


def test_an_order_ends_in_the_key_and_turns_round_for_the_page_before():
    by_day = Ordering.of_columns("-happened_on")

    assert by_day.order_by() == ["-happened_on", "-id"]
    assert by_day.order_by(backwards=True) == ["happened_on", "id"]
    assert Ordering.of_columns("name", "public_id", key="public_id").order_by() == ["name", "public_id"]
    assert Ordering.of_columns().order_by() == ["id"]


def test_mixed_directions_are_refused_because_no_index_serves_them():
    with pytest.raises(ValueError, match="one direction"):
        Ordering.of_columns("name", "-happened_on")


def test_a_place_is_read_from_instances_and_from_values():
    order = Ordering.of_columns("village__name", "name")
    child = Child("小明", Village("张桥"), 3)

    assert order.position_of(child) == ("张桥", "小明", 3)
    assert order.position_of({"village__name": "张桥", "name": "小明", "id": 3}) == ("张桥", "小明", 3)


def test_a_row_without_an_ordering_value_is_a_fault_of_the_list():
    with pytest.raises(ValueError, match="without NULL"):
        Ordering.of_columns("name").position_of(Child(None, Village("张桥"), 3))
    with pytest.raises(TypeError, match="does not hold"):
        Ordering.of_columns("grade").position_of(Child("小明", Village("张桥"), 3))
