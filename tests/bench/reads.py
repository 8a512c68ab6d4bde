"""Lists, row-level security, grants, pages, rollups: reads against the same rows fetched plainly."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import psycopg
from django.db import connection

from services.api.children.pupils import PupilListView
from services.children import access
from services.children.models import Child
from services.children.queries import lists
from services.dashboards import queries
from services.dashboards.models import SchoolQuarter
from services.dashboards.rollup.columns import COLUMNS
from services.dashboards.tables import school_counts
from services.kit.pagination.cursors import CursorPosition, encode
from services.kit.pagination.keyset import Ordering, paginate
from services.kit.periods import Quarter
from services.schools.scope import scope
from tests.bench.ratio import Ratio, timed_pair
from tests.bench.seed import NOW, Seeded

KEY = b"bench"
BY_NAME = Ordering.of_columns("pinyin")


def all_of(seeded: Seeded) -> Iterator[Ratio]:
    yield from _lists(seeded)
    yield _rls(seeded)
    yield _visible(seeded)
    yield _deep(seeded)
    yield _rollup(seeded)


def _lists(seeded: Seeded) -> Iterator[Ratio]:
    """The pupils' list as the API answers it, authentication aside."""
    by = seeded.actors["county"]
    represent_rows = PupilListView().represent_rows
    with scope(by.scope):
        for size, at_most in ((50, 3.0), (1000, 2.0)):
            rows = lists.pupils(by, NOW, lists.PupilFilter()).order_by("pinyin", "id")[:size]

            def ours(rows: Any = rows) -> None:
                orjson.dumps(represent_rows(rows.all()), default=str)

            yield Ratio(
                f"pupils' list, {size} rows, to JSON", "psycopg fetch of the same rows",
                *timed_pair(ours, _fetch(rows)), at_most=at_most,
            )  # fmt: skip


def _rls(seeded: Seeded) -> Ratio:
    """The same query under row-level security and by a superuser, whom no policy restricts."""
    by = seeded.actors["head"]
    with scope(by.scope), _admin() as admin:
        rows = lists.pupils(by, NOW, lists.PupilFilter()).order_by("pinyin", "id")[:50]
        sql, params = rows.query.sql_with_params()
        with_rls = _fetch(rows)

        def bypassing() -> None:
            admin.execute(sql, params).fetchall()

        return Ratio(
            "school's list under RLS", "the same query bypassing RLS", *timed_pair(with_rls, bypassing), at_most=1.2
        )


def _admin() -> psycopg.Connection[Any]:
    """Speaks to the server as Django's own connection does: same types, values put in by the client."""
    url, like = os.environ["BENCH_ADMIN_URL"], connection.connection
    admin = psycopg.connect(url, cursor_factory=psycopg.ClientCursor, context=like)
    admin.prepare_threshold = None
    return admin


def _visible(seeded: Seeded) -> Ratio:
    by = seeded.actors["teacher"]
    with scope(by.scope):
        rows = access.visible_to(by, NOW).order_by("pk").values("pk", "opened_on", "pupil__name")
        keys = [row["pk"] for row in rows]
        plain = Child.objects.filter(pk__in=keys).order_by("pk").values("pk", "opened_on", "pupil__name")
        ours, theirs = timed_pair(_fetch(rows), _fetch(plain), 25)
        return Ratio(
            "visible_to, a teacher's page",
            "filter by the keys themselves",
            ours,
            theirs,
            at_most=2.0,
            note=f"{len(keys)} children",
        )


def _deep(seeded: Seeded) -> Ratio:
    """A page far down the county's list: by its cursor, not by counting."""
    by = seeded.actors["county"]
    with scope(by.scope):
        rows = lists.pupils(by, NOW, lists.PupilFilter())
        depth = min(10_000, rows.count() - 60)
        last_row = rows.order_by(*BY_NAME.order_by())[depth]
        associated_data = "|".join(["bench", *BY_NAME.order_by()]).encode()
        cursor = encode(CursorPosition(BY_NAME.position_of(last_row)), associated_data=associated_data, key=KEY)

        def turn(cursor: str | None) -> Callable[[], object]:
            return lambda: paginate(rows, order=BY_NAME, size=50, cursor=cursor, name="bench", key=KEY)

        return Ratio(f"page {depth} rows deep", "first page", *timed_pair(turn(cursor), turn(None)), at_most=2.0)


def _rollup(seeded: Seeded) -> Ratio:
    with scope(seeded.actors["county"].scope):
        plain = SchoolQuarter.objects.filter(year=2026, quarter=4).values("school__name", "as_of", *COLUMNS)
        read = lambda: list(school_counts.read_schools(Quarter(2026, 4)))  # noqa: E731
        ours, theirs = timed_pair(read, _fetch(plain))
        whole = timed_pair(lambda: queries.county_page(quarter=Quarter(2026, 4), now=NOW), read, 5)[0]
        note = f"whole page {1000 * whole:.0f} ms"
        return Ratio("rollup rows of the county", "SELECT of its rows", ours, theirs, at_most=2.0, note=note)


def _fetch(rows: Any) -> Callable[[], object]:
    sql, params = rows.query.sql_with_params()

    def fetch() -> None:
        with psycopg.ClientCursor(connection.connection) as cursor:
            cursor.execute(sql, params)
            cursor.fetchall()

    return fetch
