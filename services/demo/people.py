"""Who is at a school: classes, pupils with their families, staff. The same seed gives the same people."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from services.children.roster.cells.identity import check_character
from services.demo import families, names
from services.demo.families import DemoFamily
from services.demo.school_specs import SchoolSpec

SEED = 20260901
PUPILS_PER_TEACHER = 13
CHILDREN_PER_CARER = 2.75
SIBLINGS = 0.12
_SUBJECTS = ["语文", "数学", "英语", "科学", "体育", "音乐", "美术", "道德与法治", "心理"]


@dataclass(frozen=True)
class DemoPupil:
    grade: int
    number: int
    name: str
    sex: str
    born: date
    id_number: str  # "" for one without papers
    entered: date
    boards: bool
    family: DemoFamily
    remark: str = ""


@dataclass(frozen=True)
class DemoTeacher:
    name: str
    sex: str
    subject: str
    site: str
    leads: tuple[int, int] | None = None  # grade and number of the own class


@dataclass(frozen=True)
class People:
    """A school's people in a school year. `points` says which class (grade, number) is taught at which point."""

    place: SchoolSpec
    pupils: list[DemoPupil]
    teachers: list[DemoTeacher]
    head: DemoTeacher
    admin: DemoTeacher
    nurse: DemoTeacher
    points: dict[tuple[int, int], str]


def invent(place: SchoolSpec, *, school_year: int, term_start: date, without_last_grade: bool = False) -> People:
    """Everybody of one school. `without_last_grade`: nobody who leaves when the school year ends."""
    rng = Random(f"{SEED} {place.name} {school_year}")  # noqa: S311  a story, not a secret
    classes = _classes(place)
    points = _points(place)
    pupils = list(_pupils(place, classes, rng, school_year, term_start))
    teachers = list(_teachers(place, classes, points, pupils, rng))
    if without_last_grade:
        pupils = [pupil for pupil in pupils if pupil.grade not in _last_grades(place)]
    head, admin, nurse = (_person(rng, sex) for sex in ("男", "女", "女"))
    return People(place, pupils, teachers, head, admin, nurse, points)


def a_year_later(people: People, entered: list[DemoPupil]) -> People:
    """Everybody one grade up, and those who have entered; a point's new first grade is taught there too."""
    risen = [replace(pupil, grade=pupil.grade + 1) for pupil in people.pupils]
    return replace(people, pupils=[*entered, *risen])


def first_graders(place: SchoolSpec, *, school_year: int, term_start: date) -> list[DemoPupil]:
    """Who enters in a school year."""
    everybody = invent(place, school_year=school_year, term_start=term_start).pupils
    return [pupil for pupil in everybody if pupil.grade == 1]


def _last_grades(place: SchoolSpec) -> set[int]:
    return {place.grades[-1]}


def _classes(place: SchoolSpec) -> list[tuple[int, int]]:
    return [(grade, number) for grade in place.grades for number in range(1, place.parallel + 1)]


def _points(place: SchoolSpec) -> dict[tuple[int, int], str]:
    """A teaching point keeps the youngest: its classes are one number behind those of the main site."""
    return {(grade, place.parallel + 1 + index): point for index, point in enumerate(place.points) for grade in (1, 2)}


def _pupils(
    place: SchoolSpec, classes: list[tuple[int, int]], rng: Random, school_year: int, term_start: date
) -> Iterator[DemoPupil]:
    points = list(_points(place))
    at_points = [(each, rng.randint(7, 12)) for each in points]
    left = place.pupils - sum(size for _, size in at_points)
    sizes = [(each, left // len(classes) + (index < left % len(classes))) for index, each in enumerate(classes)]
    seen: set[str] = set()
    known: list[DemoFamily] = []
    for (grade, number), size in [*sizes, *at_points]:
        for _ in range(size):
            family = _family(place, rng, known, term_start)
            yield _pupil(place, rng, grade, number, family, school_year, seen)


def _family(place: SchoolSpec, rng: Random, known: list[DemoFamily], term_start: date) -> DemoFamily:
    if known and rng.random() < SIBLINGS:
        return known.pop(rng.randrange(len(known)))
    family = families.invent(
        rng, is_left_behind=rng.random() < place.share, township=place.township, term_start=term_start
    )
    known.append(family)
    return family


def _pupil(
    place: SchoolSpec, rng: Random, grade: int, number: int, family: DemoFamily, school_year: int, seen: set[str]
) -> DemoPupil:
    sex = "男" if rng.random() < 0.53 else "女"
    born = date(school_year - 6 - grade, 9, 1) + timedelta(days=rng.randrange(365))
    entry = school_year - (grade - (7 if grade >= 7 else 1))
    return DemoPupil(
        grade=grade,
        number=number,
        name=names.child(rng, sex, family.surname),
        sex=sex,
        born=born,
        id_number="" if rng.random() < 0.004 else _id_number(rng, place, born, sex, seen),
        entered=date(entry, 9, 1),
        boards=rng.random() < place.boarding * (1.0 if grade >= 3 else 0.2),
        family=family,
        remark=rng.choice(("对花粉过敏", "戴眼镜", "", "", "")) if rng.random() < 0.03 else "",
    )


def _id_number(rng: Random, place: SchoolSpec, born: date, sex: str, seen: set[str]) -> str:
    """Begins with 999, which is no division: it can be nobody's."""
    while True:
        order = rng.randrange(500) * 2 + (sex == "男")
        first = f"9991{sum(map(ord, place.township)) % 100:02d}{born:%Y%m%d}{order:03d}"
        if first not in seen:
            seen.add(first)
            return first + check_character(first)


def _teachers(
    place: SchoolSpec,
    classes: list[tuple[int, int]],
    points: dict[tuple[int, int], str],
    pupils: list[DemoPupil],
    rng: Random,
) -> Iterator[DemoTeacher]:
    """A class teacher for each class, and as many more as lessons and pairing need, at most so many as there are."""
    leads = [*classes, *points]
    left_behind = sum(pupil.family.is_left_behind for pupil in pupils)
    most = round(place.pupils / PUPILS_PER_TEACHER) + 2 * len(place.points)
    wanted = max(len(leads), min(most, round(left_behind / CHILDREN_PER_CARER) + 2))
    for index in range(wanted):
        own = leads[index] if index < len(leads) else None
        site = points.get(own, "本部") if own else "本部"
        person = _person(rng, rng.choices(("女", "男"), (64, 36))[0], subject=_SUBJECTS[index % len(_SUBJECTS)])
        yield replace(person, site=site, leads=own)


def _person(rng: Random, sex: str, subject: str = "") -> DemoTeacher:
    return DemoTeacher(names.surname(rng) + names.given(rng, sex), sex, subject, "本部")
