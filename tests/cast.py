"""The cast of the tests: two counties, three schools, named people with roles.

The fixture `town` creates it for one test. 清河县 has 中心小学 (a) and 河西小学 (b), 云岭县 has 云岭小学 (c).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from services.access.actions import memberships as access
from services.access.actor import Actor
from services.access.queries import actor_of
from services.access.roles import COUNTY_ROLES, Role
from services.accounts.actions import create_account
from services.accounts.models import User
from services.children.models import Child, Pupil
from services.kit.names.pinyin import initials, sort_key
from services.schools.choices import Season, SiteKind
from services.schools.models import County, Officer, School, SchoolClass, Site, Staff, Term, Township
from services.schools.scope import ALL_TENANTS, for_county, for_school, scope

PASSWORD = "sunny-day-2026"
CSRF = "c" * 32  # what a browser gets as a cookie with its first page
TERM_START = date(2026, 9, 1)
MONDAY = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)  # Monday 7 September 2026, 09:00 in Shanghai


@dataclass
class TenantCast:
    """A school with its site, two classes, and its people by role or name."""

    school: School
    site: Site
    classes: list[SchoolClass] = field(default_factory=list)
    staff: dict[str, Staff] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    pupils: dict[str, Pupil] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Run a block in the school's scope."""
        with scope(for_school(self.school.pk, self.school.county_id)):
            yield


@dataclass
class Town:
    """The cast. `monday` is the first Monday of the autumn term of 2026, 09:00."""

    county: County
    other_county: County
    term: Term
    a: TenantCast
    b: TenantCast
    c: TenantCast
    actors: dict[str, Actor] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    monday: datetime = MONDAY

    # -- people of 中心小学, and people who must see nothing of it
    @property
    def head_li(self) -> Actor:
        return self.a.actors["head"]

    @property
    def admin_zhao(self) -> Actor:
        return self.a.actors["school_admin"]

    @property
    def teacher_wang(self) -> Actor:
        return self.a.actors["wang"]

    @property
    def teacher_chen(self) -> Actor:
        return self.a.actors["chen"]

    @property
    def nurse_sun(self) -> Actor:
        return self.a.actors["nurse"]

    @property
    def admin_of_b(self) -> Actor:
        return self.b.actors["school_admin"]

    @property
    def teacher_of_b(self) -> Actor:
        return self.b.actors["wang"]

    @property
    def admin_of_c(self) -> Actor:
        return self.c.actors["school_admin"]

    @property
    def officer(self) -> Actor:
        return self.actors["county"]

    @property
    def lead(self) -> Actor:
        return self.actors["county_lead"]

    @property
    def officer_of_other(self) -> Actor:
        return self.actors["other_county"]

    @property
    def xiaoming(self) -> Child:
        return self.a.children["王小明"]

    @property
    def xiaohong(self) -> Child:
        return self.a.children["李小红"]

    @contextmanager
    def as_(self, actor: Actor) -> Iterator[Actor]:
        """Run a block in the scope of an actor, as a request would."""
        with scope(actor.scope):
            yield actor

    @contextmanager
    def county_scope(self) -> Iterator[None]:
        with scope(for_county(self.county.pk)):
            yield

    def hires(self, school: TenantCast, role: Role, name: str = "新同事") -> Actor:
        """Add a member of staff with a login and a role to a school."""
        user = _user(f"{role}_{school.school.pk}_{len(self.users)}", self.users)
        key = str(role)
        with school.inside():
            _add_staff(school, key, name, role, user)
        return school.actors[key]

    def user(self, actor: Actor) -> User:
        return self.users[actor.user_id]

    def later(self, **delta: Any) -> datetime:
        return self.monday + timedelta(**delta)


def build_town() -> Town:
    """Create the cast: counties and schools in ALL_TENANTS, the rest in each school's scope."""
    users: dict[int, User] = {}
    with scope(ALL_TENANTS):
        county, other = County.objects.create(name="清河县"), County.objects.create(name="云岭县")
        terms = [
            Term.objects.create(
                county=owner,
                school_year=2026,
                season=Season.AUTUMN,
                begins_on=TERM_START,
                ends_on=date(2027, 1, 22),
            )
            for owner in (county, other)
        ]
        townships = [Township.objects.create(county=owner, name="清河镇") for owner in (county, other)]
        schools = [
            School.objects.create(county=county, township=townships[0], name="中心小学"),
            School.objects.create(county=county, township=townships[0], name="河西小学"),
            School.objects.create(county=other, township=townships[1], name="云岭小学"),
        ]
    casts = [_create_people(school, number, users) for number, school in enumerate(schools)]
    town = Town(county, other, terms[0], *casts, users=users)
    for role in sorted(COUNTY_ROLES):
        town.actors[role] = _officer(county, f"{role}_of_qinghe", Role(role), users)
    town.actors["other_county"] = _officer(other, "county_of_yunling", Role.COUNTY, users)
    return town


_PEOPLE = (
    ("head", "李校长", Role.HEAD),
    ("school_admin", "赵主任", Role.SCHOOL_ADMIN),
    ("wang", "王老师", Role.TEACHER),
    ("chen", "陈老师", Role.TEACHER),
    ("nurse", "孙护士", Role.NURSE),
    ("proxy_parent", "周奶奶", Role.PROXY_PARENT),
)
_PUPILS = (("王小明", "M", 0), ("李小红", "F", 0), ("张强", "M", 1), ("刘芳", "F", 1))
AT_HOME = "刘芳"  # her parents are at home: a pupil without a care file


def _create_people(school: School, number: int, users: dict[int, User]) -> TenantCast:
    logins = {key: _user(f"{key}_{'abc'[number]}", users) for key, _, _ in _PEOPLE}  # logins exist outside scopes
    with scope(for_school(school.pk, school.county_id)):
        cast = TenantCast(school, Site.objects.create(name="本部", kind=SiteKind.MAIN))
        for key, name, role in _PEOPLE:
            _add_staff(cast, key, name, role, logins[key])
        cast.classes = [SchoolClass.objects.create(site=cast.site, entry_year=2024, number=n) for n in (1, 2)]
        for name, sex, class_number in _PUPILS:
            _enrol(cast, name, sex, cast.classes[class_number])
    return cast


def _add_staff(cast: TenantCast, key: str, name: str, role: Role, user: User) -> None:
    cast.staff[key] = Staff.objects.create(
        name=name, pinyin=sort_key(name), initials=initials(name), sex="F", site=cast.site, user=user
    )
    cast.actors[key] = _add_membership(user, role, cast.school, staff=cast.staff[key])


def _enrol(cast: TenantCast, name: str, sex: str, school_class: SchoolClass) -> None:
    pupil = Pupil.objects.create(
        name=name,
        pinyin=sort_key(name),
        initials=initials(name),
        sex=sex,
        birth_date=date(2018, 3, 5),
        school_class=school_class,
        enrolled_on=date(2024, 9, 1),
    )
    cast.pupils[name] = pupil
    if name != AT_HOME:
        cast.children[name] = Child.objects.create(pupil=pupil, opened_on=TERM_START, opening_reason="reported")


def _user(username: str, users: dict[int, User]) -> User:
    user = create_account(username=username, password=PASSWORD)
    users[user.pk] = user
    return user


def _add_membership(user: User, role: Role, school: School | None, **person: Any) -> Actor:
    membership = access.add_membership(user_id=user.pk, role=role, since=date(2026, 8, 1), **person)
    membership.school = school
    return actor_of(membership)


def _officer(county: County, username: str, role: Role, users: dict[int, User]) -> Actor:
    user = _user(username, users)
    with scope(for_county(county.pk)):
        officer = Officer.objects.create(name="周干事", user=user)
        return _add_membership(user, role, None, officer=officer)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def lasting_town(transactional_db: None) -> Town:
    """The same cast, committed: for tests with other processes, on_commit, progress or jobs."""
    return build_town()


@pytest.fixture
def at_monday(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stop the clock that interfaces read at the cast's Monday."""
    monkeypatch.setenv("NUANYANG_CLOCK", MONDAY.isoformat())
    return MONDAY


class Caller:
    """A client of the API with a real token; requests run the real middleware."""

    def __init__(self, user: User, school: UUID | str | None = None) -> None:
        from knox.models import get_token_model

        _, secret = get_token_model().objects.create(user=user)
        headers = {"Authorization": f"Token {secret}"} | ({"X-School": str(school)} if school else {})
        self.client = Client(headers=headers, raise_request_exception=True)

    def get(self, path: str, **params: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", params)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        call = getattr(self.client, method)
        if method in {"patch", "put"}:  # tests of versions name what they saw
            headers = {"If-Match": "*"} | headers
        return call(
            f"/api/v1/{path}", body if body is not None else {}, content_type="application/json", headers=headers
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("post", path, body, **headers)


@pytest.fixture
def calls(town: Town) -> Callable[[Actor], Caller]:
    """`calls(town.officer)` is a client of the API with that actor's token."""
    return lambda actor: Caller(town.user(actor))


@pytest.fixture
def browses(town: Town) -> Callable[[Actor], Client]:
    """`browses(town.officer)` is a client of the pages, logged in as that actor.

    CSRF is enforced; the token is sent in a header, as htmx does. tests/guards checks that each form has one.
    """

    def log_in(actor: Actor) -> Client:
        client = Client(enforce_csrf_checks=True, headers={"X-CSRFToken": CSRF})
        client.force_login(town.user(actor), backend="services.accounts.backend.PasswordBackend")
        client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
        return client

    return log_in
