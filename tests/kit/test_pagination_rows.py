"""Pages of real rows: 37 classes of a school, many of the same year, so that places tie."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from services.kit.cursors import InvalidCursor
from services.kit.pagination import Ordering, Page, paginate
from services.schools.models import SchoolClass
from tests.cast import Town

KEY = b"k" * 32
JUNIOR = 7  # the cast's own classes are primary classes
ORDERS = [
    Ordering.of_columns(),
    Ordering.of_columns("-entry_year"),
    Ordering.of_columns("entry_year", "number"),
    Ordering.of_columns("-number", "-entry_year"),
]


@pytest.fixture
def classes(town: Town):
    with town.a.inside():
        school, site = town.a.school, town.a.site
        for number in range(37):
            SchoolClass.objects.create(
                school=school,
                county_id=school.county_id,
                site=site,
                entry_year=2020 + number % 4,
                entry_grade=JUNIOR,
                number=number % 19,
            )
        yield SchoolClass.objects.filter(entry_grade=JUNIOR).values("id", "entry_year", "number")


def turn(rows, order: Ordering, cursor: str | None = None, size: int = 10) -> Page:
    return paginate(rows, order=order, size=size, cursor=cursor, name="classes", key=KEY)


def all_pages(rows, order: Ordering) -> list[Page]:
    pages = [turn(rows, order)]
    while pages[-1].next:
        pages.append(turn(rows, order, pages[-1].next))
    return pages


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_leafing_forth_and_back_shows_every_row_once_in_its_order(classes, order):
    expected = list(classes.order_by(*order.order_by()))

    pages = all_pages(classes, order)
    back = [pages[-1]]
    while back[-1].previous:
        back.append(turn(classes, order, back[-1].previous))

    assert [row for each in pages for row in each.rows] == expected
    assert [len(each.rows) for each in pages] == [10, 10, 10, 7]
    assert [row for each in reversed(back) for row in each.rows] == expected
    assert pages[0].previous is None
    assert all(each.next for each in back[1:])


def test_a_page_is_one_query_without_offset_or_count(classes):
    first = turn(classes, ORDERS[1])

    with CaptureQueriesContext(connections["default"]) as asked:
        turn(classes, ORDERS[1], first.next)

    [query] = [each["sql"].upper() for each in asked.captured_queries]
    assert ("OFFSET" in query, "COUNT(" in query) == (False, False)
    assert "LIMIT 11" in query


def test_rows_that_come_or_go_meanwhile_neither_repeat_nor_skip_the_others(classes):
    order = Ordering.of_columns("entry_year")
    expected = [row["id"] for row in classes.order_by("entry_year", "id")]
    first = turn(classes, order)
    SchoolClass.objects.filter(pk__in=[expected[0], expected[9], expected[15]]).delete()

    second = turn(classes, order, first.next)

    assert [row["id"] for row in second.rows] == [pk for pk in expected[10:] if pk != expected[15]][:10]


def test_instances_are_paged_like_values_and_a_page_is_never_larger_than_a_hundred(classes):
    found = turn(SchoolClass.objects.filter(entry_grade=JUNIOR), Ordering.of_columns("number"), size=5000)

    assert [each.pk for each in found.rows] == [row["id"] for row in classes.order_by("number", "id")]
    assert len(turn(classes, Ordering.of_columns(), size=0).rows) == 1
    assert (found.next, found.previous) == (None, None)


def test_nothing_found_is_an_empty_page_without_neighbours(classes):
    assert turn(classes.filter(number=99), ORDERS[2]) == Page([], None, None)


def test_a_cursor_of_another_order_is_refused(classes):
    cursor = turn(classes, ORDERS[1]).next

    with pytest.raises(InvalidCursor):
        turn(classes, ORDERS[2], cursor)
