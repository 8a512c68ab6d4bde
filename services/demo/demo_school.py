"""One school of the demo, as the steps need it: its people, their accounts, who acts for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from services.access import queries
from services.access.actor import Actor
from services.access.roles import Role
from services.demo.school_specs import SchoolSpec
from services.demo.synthetic.people import MAIN_SITE, SEED, DemoStaff, SchoolPeople
from services.demo.timeline import Timeline

SPECIALISTS = {
    Role.HEALTH_OFFICER: DemoStaff("许静宜", "女", "", MAIN_SITE),
    Role.PSYCHOLOGY_TEACHER: DemoStaff("叶知秋", "女", "心理", MAIN_SITE),
    Role.SAFETY_OFFICER: DemoStaff("雷建军", "男", "", MAIN_SITE),
    Role.VOLUNTEER_COORDINATOR: DemoStaff("方晓燕", "女", "", MAIN_SITE),
}


@dataclass(frozen=True)
class Usernames:
    """The usernames of one school; the first two schools have the short ones."""

    admin: str
    head: str
    nurse: str
    teachers: list[str]
    specialists: list[Role]  # whose username is their role

    def all(self) -> list[str]:
        return [self.admin, self.head, self.nurse, *self.teachers, *map(str, self.specialists)]


def usernames_of(number: int, teachers: Sequence[DemoStaff]) -> Usernames:
    """`school_a`, `head_a`, `teacher_a` …; from the third school on `school_03`, `head_03`, `teacher_03` ….

    The last teacher has the short name: one who leads no class sees the paired children and no others.
    """
    suffix = "ab"[number] if number < 2 else f"{number + 1:02d}"
    # In the order of the teachers, whose classes come first: the last one leads none.
    numbered = [f"teacher_{suffix}_{index:02d}" for index in range(1, len(teachers))]
    nurse = "nurse" if number == 0 else f"nurse_{suffix}"
    # One of each is enough to try the role.
    specialists = list(SPECIALISTS) if number == 0 else []
    return Usernames(f"school_{suffix}", f"head_{suffix}", nurse, [*numbered, f"teacher_{suffix}"], specialists)


@dataclass(frozen=True)
class DemoSchool:
    """A school during a load. `user_ids` are those of all accounts, by username."""

    spec: SchoolSpec
    people: SchoolPeople
    usernames: Usernames
    user_ids: dict[str, int]
    timeline: Timeline

    @property
    def name(self) -> str:
        return self.spec.name

    @cached_property
    def admin(self) -> Actor:
        return self._actor(self.usernames.admin)

    @cached_property
    def head(self) -> Actor:
        return self._actor(self.usernames.head)

    @cached_property
    def nurse(self) -> Actor:
        return self._actor(self.usernames.nurse)

    def _actor(self, username: str) -> Actor:
        return actor_for(self.user_ids[username], self.timeline)

    def rng(self, purpose: str) -> Random:
        """Random numbers for one purpose, the same in every load."""
        return Random(f"{SEED} {self.name} {purpose}")  # noqa: S311  invented data, not a secret


def actor_for(user_id: int, timeline: Timeline) -> Actor:
    """The first actor of a user; demo accounts have one each."""
    return queries.actors_of(user_id, timeline.today)[0]
