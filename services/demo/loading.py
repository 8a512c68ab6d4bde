"""Loads the demo: the county first, then its schools side by side, then what the county does with them all."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context

from django.db import connections
from django.test.utils import override_settings

from services.access import audit
from services.access.models import AuditEvent
from services.access.roles import Role
from services.accounts.actions import create_accounts
from services.demo import accounts_file, assessment, care, county, health, people, reminders, school
from services.demo.choices import AuditAction
from services.demo.county import OFFICERS, PASSWORD
from services.demo.school import DemoSchool
from services.demo.school_specs import COUNTY, SchoolSpec
from services.demo.timeline import Timeline, build_timeline
from services.schools.scope import for_county, scope

Say = Callable[[str], None]


@dataclass(frozen=True)
class LoadOptions:
    """Which schools, as of when, and how many of them side by side."""

    now: datetime
    places: Sequence[SchoolSpec]
    hands: int = 2


def is_loaded() -> bool:
    """Whether there is a county to leave alone: one that is not ours, or ours told to its end."""
    found = county.county_here()
    if found is None:
        return False
    with scope(for_county(found.pk)):
        return found.name != COUNTY or AuditEvent.objects.filter(action=AuditAction.LOADED).exists()


def load(wanted: LoadOptions, say: Say) -> None:
    """Everything. Interrupted, it goes on where it stopped when called again."""
    with override_settings(TASK_SENDER="services.demo.loading.ignore_dispatch"):
        _load(wanted, say)


def ignore_dispatch(_task: str, _ids: Sequence[str]) -> None:
    """What happened long ago rings nobody now."""


def _load(wanted: LoadOptions, say: Say) -> None:
    story, chosen = build_timeline(wanted.now), wanted.places
    county_id = county.found(story)
    homes = _homes(chosen, story)
    county.open_schools(chosen, [home.users[home.logins.admin] for home in homes], story)
    say(f"{COUNTY}: {len(homes)} schools, {len(homes[0].users)} logins, seed {people.SEED}")
    for number, line in enumerate(_side_by_side(live, homes, wanted.hands), 1):
        say(f"{number}/{len(homes)} {line}")
    _county_work(story, homes, wanted.hands, say)
    accounts_file.write(_accounts(homes))
    with scope(for_county(county_id)):
        audit.log(AuditAction.LOADED, by=None, now=story.now, detail={"schools": len(homes)})


def _homes(chosen: Sequence[SchoolSpec], story: Timeline) -> list[DemoSchool]:
    """Invent everybody, and give all of them a login at once."""
    first = story.played[0]
    grows = len(story.school_years) > 1
    invented = [
        people.invent(place, school_year=first.school_year, term_start=first.begins, without_last_grade=grows)
        for place in chosen
    ]
    logins = [county.logins(number, each.teachers) for number, each in enumerate(invented)]
    users = create_accounts(usernames=[name for each in logins for name in each.all()], password=PASSWORD)
    return [
        DemoSchool(place, each, own, users, story) for place, each, own in zip(chosen, invented, logins, strict=True)
    ]


def _side_by_side(work: Callable[[DemoSchool], str], homes: Sequence[DemoSchool], hands: int) -> Iterator[str]:
    """One line for each school as it is done. Large ones first, so that no hand waits for the last."""
    ordered = sorted(homes, key=lambda home: -home.place.pupils)
    if hands < 2:
        yield from map(work, ordered)
        return
    connections.close_all()  # a child process must not share its parent's
    with ProcessPoolExecutor(hands, mp_context=get_context("fork")) as pool:
        yield from pool.map(_Apart(work), ordered)


@dataclass(frozen=True)
class _Apart:
    """The work in a process of its own, which is history there, too."""

    work: Callable[[DemoSchool], str]

    def __call__(self, home: DemoSchool) -> str:
        return self.work(home)


def live(home: DemoSchool) -> str:
    """One school's story, from the first day to now."""
    school.hire(home)
    years: set[int] = set()
    for span in home.story.played:
        if span.school_year not in years:
            grown = school.grown(home, span) if years else home
            school.import_roster(grown, span)
            years.add(span.school_year)
        school.plan(home, span)
        school.pair(home, span)
        school.issue_cards(home, span)
        care.live(home, span)
    return f"{home.place.name}: {len(home.people.pupils)} pupils, {len(home.people.teachers)} teachers"


def _county_work(story: Timeline, homes: Sequence[DemoSchool], hands: int, say: Say) -> None:
    users = create_accounts(usernames=[str(role) for role, _ in OFFICERS], password=PASSWORD)
    officer, lead = (county.actor(users[role], story) for role in (Role.COUNTY, Role.COUNTY_LEAD))
    say("checkups")
    health.past_campaign(story, [home.place for home in homes], officer)
    for line in _side_by_side(health.examine, homes, hands):
        say(line)
    health.close_past_campaign(story, officer)
    health.next_campaign(story, [home.place for home in homes], officer)
    for line in _side_by_side(health.examine_so_far, homes, hands):
        say(line)
    reminders.county_rules(story, officer)
    say("counting the figures")
    assessment.count_figures(story)
    say(f"assessment of {story.quarter.label}")
    assessment.assess(story, officer=officer, lead=lead, heads=[home.head for home in homes])
    for line in _side_by_side(reminders.live, homes, hands):
        say(line)
    assessment.count_figures(story)


def _accounts(homes: Sequence[DemoSchool]) -> dict[str, dict[str, str]]:
    """The accounts a newcomer tries first: the county's, and those of the first two schools."""
    a, b = homes[0], homes[min(1, len(homes) - 1)]
    told = [(str(role), str(role), "") for role, _ in OFFICERS]
    told += [("school_a", a.logins.admin, a.place.name), ("school_b", b.logins.admin, b.place.name)]
    told += [("head_a", a.logins.head, a.place.name), ("head_b", b.logins.head, b.place.name)]
    told += [("teacher_a", a.logins.teachers[-1], a.place.name), ("teacher_b", b.logins.teachers[-1], b.place.name)]
    told += [("nurse", a.logins.nurse, a.place.name)]
    return {role: {"username": name, "password": PASSWORD, "school": at} for role, name, at in told}


def hands() -> int:
    return max(1, min(4, os.cpu_count() or 1))
