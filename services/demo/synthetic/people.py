"""The people of a school: classes, pupils with their families, staff. The same seed gives the same people."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from services.children.roster.cells.identity import check_character
from services.demo.school_specs import SchoolSpec
from services.demo.synthetic import families, names
from services.demo.synthetic.families import DemoFamily

SEED = 20260901
PUPILS_PER_TEACHER = 13
CHILDREN_PER_MENTOR = 2.75  # on average, so that teachers have two or three
SIBLING_SHARE = 0.12
MAIN_SITE = "本部"
_SUBJECTS = ["语文", "数学", "英语", "科学", "体育", "音乐", "美术", "道德与法治", "心理"]

ClassKey = tuple[int, int]  # grade, number of the class


@dataclass(frozen=True)
class DemoPupil:
    """One row of a roster; `sex` is 男 or 女."""

    grade: int
    class_number: int
    name: str
    sex: str
    birth_date: date
    id_number: str  # "" for a pupil without papers
    entered_on: date
    is_boarding: bool
    family: DemoFamily
    remark: str = ""


@dataclass(frozen=True)
class DemoStaff:
    """A member of staff; `class_led` is the class of a class teacher."""

    name: str
    sex: str
    subject: str
    site: str
    class_led: ClassKey | None = None


@dataclass(frozen=True)
class SchoolPeople:
    """Everybody of a school in a school year; `teaching_points` names the site of the classes taught there."""

    spec: SchoolSpec
    pupils: list[DemoPupil]
    teachers: list[DemoStaff]
    head: DemoStaff
    admin: DemoStaff
    nurse: DemoStaff
    teaching_points: dict[ClassKey, str]


def invent_people(
    spec: SchoolSpec, *, school_year: int, term_start: date, without_last_grade: bool = False
) -> SchoolPeople:
    """Invent everybody of one school; `without_last_grade` leaves out who leaves at the end of the school year."""
    rng = Random(f"{SEED} {spec.name} {school_year}")  # noqa: S311  invented data, not a secret
    classes = _classes(spec)
    points = _teaching_points(spec)
    pupils = list(_pupils(spec, classes, rng, school_year, term_start))
    teachers = list(_teachers(spec, classes, points, pupils, rng))
    if without_last_grade:
        pupils = [pupil for pupil in pupils if pupil.grade != spec.grades[-1]]
    head, admin, nurse = (_staff(rng, sex) for sex in ("男", "女", "女"))
    return SchoolPeople(spec, pupils, teachers, head, admin, nurse, points)


def promote(people: SchoolPeople, new_pupils: list[DemoPupil]) -> SchoolPeople:
    """The next school year: everybody one grade up, and a new first grade."""
    promoted = [replace(pupil, grade=pupil.grade + 1) for pupil in people.pupils]
    return replace(people, pupils=[*new_pupils, *promoted])


def invent_first_graders(spec: SchoolSpec, *, school_year: int, term_start: date) -> list[DemoPupil]:
    """The pupils who enter a school in a school year."""
    people = invent_people(spec, school_year=school_year, term_start=term_start)
    return [pupil for pupil in people.pupils if pupil.grade == 1]  # the other grades are known from last year


def _classes(spec: SchoolSpec) -> list[ClassKey]:
    return [(grade, number) for grade in spec.grades for number in range(1, spec.classes_per_grade + 1)]


def _teaching_points(spec: SchoolSpec) -> dict[ClassKey, str]:
    """A teaching point has grades 1 and 2; its classes are numbered after those of the main site."""
    return {
        (grade, spec.classes_per_grade + 1 + index): name
        for index, name in enumerate(spec.teaching_points)
        for grade in (1, 2)
    }


def _pupils(
    spec: SchoolSpec, classes: list[ClassKey], rng: Random, school_year: int, term_start: date
) -> Iterator[DemoPupil]:
    at_points = [(key, rng.randint(7, 12)) for key in _teaching_points(spec)]
    left = spec.pupils - sum(size for _, size in at_points)
    sizes = [(key, left // len(classes) + (index < left % len(classes))) for index, key in enumerate(classes)]
    used_numbers: set[str] = set()
    families_with_one_pupil: list[DemoFamily] = []
    for key, size in [*sizes, *at_points]:
        for _ in range(size):
            family = _family(spec, rng, families_with_one_pupil, term_start)
            yield _pupil(spec, rng, key, family, school_year, used_numbers)


def _family(spec: SchoolSpec, rng: Random, known: list[DemoFamily], term_start: date) -> DemoFamily:
    # Siblings share parents, guardian and telephones; a family has two pupils at most.
    if known and rng.random() < SIBLING_SHARE:
        return known.pop(rng.randrange(len(known)))
    is_left_behind = rng.random() < spec.left_behind_share
    family = families.invent_family(rng, is_left_behind=is_left_behind, township=spec.township, term_start=term_start)
    known.append(family)
    return family


def _pupil(
    spec: SchoolSpec, rng: Random, key: ClassKey, family: DemoFamily, school_year: int, used_numbers: set[str]
) -> DemoPupil:
    grade, number = key
    sex = "男" if rng.random() < 0.53 else "女"
    # Six years old on 1 September of grade 1, as the Compulsory Education Law has it.
    birth_date = date(school_year - 6 - grade, 9, 1) + timedelta(days=rng.randrange(365))
    # Into primary school, or from grade 7 on into junior secondary school.
    entry_year = school_year - (grade - (7 if grade >= 7 else 1))
    return DemoPupil(
        grade=grade,
        class_number=number,
        name=names.pupil_name(rng, sex, family.surname),
        sex=sex,
        birth_date=birth_date,
        id_number="" if rng.random() < 0.004 else _id_number(rng, spec, birth_date, sex, used_numbers),
        entered_on=date(entry_year, 9, 1),
        # Few of the youngest board.
        is_boarding=rng.random() < spec.boarding_share * (1.0 if grade >= 3 else 0.2),
        family=family,
        remark=rng.choice(("对花粉过敏", "戴眼镜", "", "", "")) if rng.random() < 0.03 else "",
    )


def _id_number(rng: Random, spec: SchoolSpec, birth_date: date, sex: str, used_numbers: set[str]) -> str:
    """A number that can be nobody's: 999 is no administrative division."""
    while True:
        order = rng.randrange(500) * 2 + (sex == "男")  # odd for males, as the standard has it
        first = f"9991{sum(map(ord, spec.township)) % 100:02d}{birth_date:%Y%m%d}{order:03d}"
        if first not in used_numbers:
            used_numbers.add(first)
            return first + check_character(first)


def _teachers(
    spec: SchoolSpec, classes: list[ClassKey], points: dict[ClassKey, str], pupils: list[DemoPupil], rng: Random
) -> Iterator[DemoStaff]:
    """A class teacher for every class, and others as pairing needs them, within the usual number of teachers."""
    keys = [*classes, *points]
    left_behind = sum(pupil.family.is_left_behind for pupil in pupils)
    limit = round(spec.pupils / PUPILS_PER_TEACHER) + 2 * len(spec.teaching_points)
    count = max(len(keys), min(limit, round(left_behind / CHILDREN_PER_MENTOR) + 2))
    for index in range(count):
        class_led = keys[index] if index < len(keys) else None
        site = points.get(class_led, MAIN_SITE) if class_led else MAIN_SITE
        person = _staff(rng, rng.choices(("女", "男"), (64, 36))[0], subject=_SUBJECTS[index % len(_SUBJECTS)])
        yield replace(person, site=site, class_led=class_led)


def _staff(rng: Random, sex: str, subject: str = "") -> DemoStaff:
    return DemoStaff(names.surname(rng) + names.given_name(rng, sex), sex, subject, MAIN_SITE)
