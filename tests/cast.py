"""The cast of the tests: two counties, three schools, named people with roles.

The fixture `town` creates it for one test. 清河县 has 中心小学 (a) and 河西小学 (b), 云岭县 has 云岭小学 (c).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from services.access.actor import Actor
from services.access.models import Membership
from services.access.queries import actor_of
from services.access.roles import COUNTY_ROLES, Role
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
        [user] = _create_logins([f"{role}_{school.school.pk}_{len(self.users)}"]).values()
        self.users[user.pk] = user
        with school.inside():
            _add_staff(school, [(str(role), name, role, user)])
        return school.actors[str(role)]

    def user(self, actor: Actor) -> User:
        return self.users[actor.user_id]

    def later(self, **delta: Any) -> datetime:
        return self.monday + timedelta(**delta)


def build_town() -> Town:
    """Create the cast: counties and schools in ALL_TENANTS, the rest in each school's scope, a table at a time."""
    with scope(ALL_TENANTS):
        county, other = County.objects.bulk_create([County(name="清河县"), County(name="云岭县")])
        terms = Term.objects.bulk_create([_autumn_of(owner) for owner in (county, other)])
        towns = Township.objects.bulk_create([Township(county=owner, name="清河镇") for owner in (county, other)])
        schools = School.objects.bulk_create(
            [
                School(county=county, township=towns[0], name="中心小学"),
                School(county=county, township=towns[0], name="河西小学"),
                School(county=other, township=towns[1], name="云岭小学"),
            ]
        )
    names = [f"{key}_{letter}" for letter in "abc" for key, _, _ in _PEOPLE]
    logins = _create_logins([*names, *(f"{role}_of_qinghe" for role in sorted(COUNTY_ROLES)), "county_of_yunling"])
    casts = [_create_people(school, letter, logins) for school, letter in zip(schools, "abc", strict=True)]
    town = Town(county, other, terms[0], *casts, users={user.pk: user for user in logins.values()})
    officers = {str(role): (f"{role}_of_qinghe", Role(role)) for role in sorted(COUNTY_ROLES)}
    town.actors = _create_officers(county, officers, logins)
    town.actors |= _create_officers(other, {"other_county": ("county_of_yunling", Role.COUNTY)}, logins)
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
Logins = dict[str, User]


def _autumn_of(county: County) -> Term:
    return Term(county=county, school_year=2026, season=Season.AUTUMN, begins_on=TERM_START, ends_on=date(2027, 1, 22))


def _create_logins(usernames: list[str]) -> Logins:
    users = User.objects.bulk_create([User(username=name, password=_hashed_password()) for name in usernames])
    return {user.username: user for user in users}


@cache
def _hashed_password() -> str:
    return make_password(PASSWORD)


def _create_people(school: School, letter: str, logins: Logins) -> TenantCast:
    with scope(for_school(school.pk, school.county_id)):
        cast = TenantCast(school, Site.objects.create(name="本部", kind=SiteKind.MAIN))
        _add_staff(cast, [(*person, logins[f"{person[0]}_{letter}"]) for person in _PEOPLE])
        classes = [SchoolClass(site=cast.site, entry_year=2024, number=number) for number in (1, 2)]
        cast.classes = SchoolClass.objects.bulk_create(classes)
        pupils = Pupil.objects.bulk_create([_pupil(name, sex, cast.classes[number]) for name, sex, number in _PUPILS])
        cast.pupils = {pupil.name: pupil for pupil in pupils}
        files = [Child(pupil=pupil, opened_on=TERM_START, opening_reason="reported") for pupil in pupils[:-1]]
        cast.children = {child.pupil.name: child for child in Child.objects.bulk_create(files)}
    return cast


def _add_staff(cast: TenantCast, people: Sequence[tuple[str, str, Role, User]]) -> None:
    """Add people of a school: what the cast calls them, their name, role and login."""
    staff = Staff.objects.bulk_create(
        [
            Staff(name=name, pinyin=sort_key(name), initials=initials(name), sex="F", site=cast.site, user=user)
            for _, name, _, user in people
        ]
    )
    memberships = [
        _membership(user, role, school=cast.school, staff=member)
        for member, (_, _, role, user) in zip(staff, people, strict=True)
    ]
    keys = [key for key, _, _, _ in people]
    cast.staff |= dict(zip(keys, staff, strict=True))
    cast.actors |= dict(zip(keys, map(actor_of, Membership.objects.bulk_create(memberships)), strict=True))


def _create_officers(county: County, people: dict[str, tuple[str, Role]], logins: Logins) -> dict[str, Actor]:
    """Create officers of a county, by what the cast calls them, with their username and role."""
    users = [logins[username] for username, _ in people.values()]
    with scope(for_county(county.pk)):
        officers = Officer.objects.bulk_create([Officer(name="周干事", user=user) for user in users])
        memberships = [
            _membership(officer.user, role, school=None, officer=officer)
            for officer, (_, role) in zip(officers, people.values(), strict=True)
        ]
        return dict(zip(people, map(actor_of, Membership.objects.bulk_create(memberships)), strict=True))


def _membership(user: User, role: Role, **owner: Any) -> Membership:
    return Membership(user=user, role=role, since=date(2026, 8, 1), **owner)


def _pupil(name: str, sex: str, school_class: SchoolClass) -> Pupil:
    return Pupil(
        name=name,
        pinyin=sort_key(name),
        initials=initials(name),
        sex=sex,
        birth_date=date(2018, 3, 5),
        school_class=school_class,
        enrolled_on=date(2024, 9, 1),
    )


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
