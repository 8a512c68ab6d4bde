"""Every list of the API can be exported, or a reason is given; every exported column has a heading."""

from services.api.documents.headings import HEADINGS
from services.api.documents.lists import LISTS, NOT_EXPORTED
from services.api.urls import ROUTES
from services.api.views.lists import KeysetListView
from tests.cast import Town


def test_every_list_is_exported_or_has_a_reason() -> None:
    own = {"exports"}  # the list of exports itself
    lists = {path for path, view in ROUTES if isinstance(view, type) and issubclass(view, KeysetListView)}
    assert {row.key for row in LISTS} | set(NOT_EXPORTED) == lists - own
    assert {row.key for row in LISTS}.isdisjoint(NOT_EXPORTED)


def test_every_column_has_a_heading(town: Town) -> None:
    for row in LISTS:
        for by in (town.officer, town.admin_zhao):
            headings = row.columns(by)
            assert headings, row.key
            assert len(set(headings.values())) == len(headings), (row.key, headings)


def test_every_filter_has_a_heading() -> None:
    views = {path: view for path, view in ROUTES if isinstance(view, type) and issubclass(view, KeysetListView)}
    named = {(row.key, name) for row in LISTS for name in views[row.key].filters if name != "q"}
    assert not [(key, name) for key, name in sorted(named) if name not in HEADINGS]
