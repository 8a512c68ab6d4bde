"""Pages of real rows: 37 classes of a school, many with equal ordering values."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from services.kit.pagination.cursors import InvalidCursor
from services.kit.pagination.keyset import Ordering, Page, paginate
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


def page_of(rows, order: Ordering, cursor: str | None = None, size: int = 10) -> Page:
    return paginate(rows, order=order, size=size, cursor=cursor, name="classes", key=KEY)


def all_pages(rows, order: Ordering) -> list[Page]:
    pages = [page_of(rows, order)]
    while pages[-1].next:
        pages.append(page_of(rows, order, pages[-1].next))
    return pages


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_pages_forward_and_backward_show_every_row_once(classes, order):
    expected = list(classes.order_by(*order.order_by()))

    pages = all_pages(classes, order)
    back = [pages[-1]]
    while back[-1].previous:
        back.append(page_of(classes, order, back[-1].previous))

    assert [row for page in pages for row in page.rows] == expected
    assert [len(page.rows) for page in pages] == [10, 10, 10, 7]
    assert [row for page in reversed(back) for row in page.rows] == expected
    assert pages[0].previous is None
    assert all(page.next for page in back[1:])


def test_page_is_one_query_without_offset_or_count(classes):
    first = page_of(classes, ORDERS[1])

    with CaptureQueriesContext(connections["default"]) as captured:
        page_of(classes, ORDERS[1], first.next)

    [query] = [query["sql"].upper() for query in captured.captured_queries]
    assert ("OFFSET" in query, "COUNT(" in query) == (False, False)
    assert "LIMIT 11" in query


def test_deleted_rows_do_not_shift_the_next_page(classes):
    order = Ordering.of_columns("entry_year")
    expected = [row["id"] for row in classes.order_by("entry_year", "id")]
    first = page_of(classes, order)
    SchoolClass.objects.filter(pk__in=[expected[0], expected[9], expected[15]]).delete()

    second = page_of(classes, order, first.next)

    assert [row["id"] for row in second.rows] == [pk for pk in expected[10:] if pk != expected[15]][:10]


def test_instances_are_paginated_and_size_is_limited(classes):
    page = page_of(SchoolClass.objects.filter(entry_grade=JUNIOR), Ordering.of_columns("number"), size=5000)

    assert [row.pk for row in page.rows] == [row["id"] for row in classes.order_by("number", "id")]
    assert len(page_of(classes, Ordering.of_columns(), size=0).rows) == 1
    assert (page.next, page.previous) == (None, None)


def test_empty_list_is_an_empty_page(classes):
    assert page_of(classes.filter(number=99), ORDERS[2]) == Page([], None, None)


def test_cursor_of_another_ordering_is_rejected(classes):
    cursor = page_of(classes, ORDERS[1]).next

    with pytest.raises(InvalidCursor):
        page_of(classes, ORDERS[2], cursor)
