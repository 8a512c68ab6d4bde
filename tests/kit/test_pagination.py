"""Orderings: their columns, and the position of a row in them."""

from dataclasses import dataclass

import pytest

from services.kit.pagination.keyset import Ordering


@dataclass
class Village:
    name: str


@dataclass
class Child:
    name: str | None
    village: Village
    id: int


def test_ordering_ends_with_the_key_and_can_be_reversed():
    by_day = Ordering.of_columns("-happened_on")

    assert by_day.order_by() == ["-happened_on", "-id"]
    assert by_day.order_by(is_backward=True) == ["happened_on", "id"]
    assert Ordering.of_columns("name", "public_id", key="public_id").order_by() == ["name", "public_id"]
    assert Ordering.of_columns().order_by() == ["id"]


def test_mixed_directions_raise():
    with pytest.raises(ValueError, match="one direction"):
        Ordering.of_columns("name", "-happened_on")


def test_position_of_instances_and_mappings():
    order = Ordering.of_columns("village__name", "name")
    child = Child("小明", Village("张桥"), 3)

    assert order.position_of(child) == ("张桥", "小明", 3)
    assert order.position_of({"village__name": "张桥", "name": "小明", "id": 3}) == ("张桥", "小明", 3)


def test_position_without_ordering_value_raises():
    with pytest.raises(ValueError, match="without NULL"):
        Ordering.of_columns("name").position_of(Child(None, Village("张桥"), 3))
    with pytest.raises(TypeError, match="does not hold"):
        Ordering.of_columns("grade").position_of(Child("小明", Village("张桥"), 3))
