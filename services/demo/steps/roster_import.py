"""A school year's roster: written, uploaded, committed; then every class gets its teacher."""

from dataclasses import replace

from services.access.actions import school_setup
from services.children.actions.class_teachers import assign_class_teacher
from services.children.choices import ImportState
from services.children.importing import commit, upload
from services.children.models import RosterImport
from services.demo.demo_school import DemoSchool
from services.demo.jobs import DemoFailed, run_job
from services.demo.synthetic import people, rosters
from services.demo.timeline import TermDates
from services.schools import queries as schools
from services.schools.models import SchoolClass, Site, Staff
from services.schools.scope import scope


def promote_school(school: DemoSchool, term: TermDates) -> DemoSchool:
    """The school in the next school year: everybody a grade up, and a new first grade."""
    new_pupils = people.invent_first_graders(school.spec, school_year=term.school_year, term_start=term.begins_on)
    return replace(school, people=people.promote(school.people, new_pupils))


def import_roster(school: DemoSchool, term: TermDates) -> None:
    """Import the roster of the term's school year, as an administrator does with a workbook."""
    by, now = school.admin, school.timeline.moment(term.workday(1), 10)
    file_name = f"{school.name}{term.school_year}学年学生名册.xlsx"
    with scope(by.scope):
        if _is_imported(school, term):
            return
        _create_classes_of_teaching_points(school, term)
        roster = upload.upload(content=_workbook(school, term), file_name=file_name, by=by, now=now)
    # Two jobs, as for every user: the first reads and previews, the second commits what was confirmed.
    run_job(roster.job, by=by, now=now)
    with scope(by.scope):
        roster.refresh_from_db()
        if roster.state != ImportState.READY:
            raise DemoFailed(f"{file_name}: {roster.state} {roster.counts}")
        roster = commit.request_commit(roster=roster, by=by, now=now)
    run_job(roster.job, by=by, now=now)
    with scope(by.scope):
        _assign_class_teachers(school, term)


def _is_imported(school: DemoSchool, term: TermDates) -> bool:
    since = school.timeline.moment(term.begins_on, 0)
    return RosterImport.objects.filter(state=ImportState.COMMITTED, uploaded_at__gte=since).exists()


def _workbook(school: DemoSchool, term: TermDates) -> bytes:
    return rosters.write_roster(
        school.people.pupils, school=school.name, school_year=term.school_year, layout=school.spec.roster_layout
    )


def _create_classes_of_teaching_points(school: DemoSchool, term: TermDates) -> None:
    """Before the import, which puts every class that it does not know at the main site."""
    now = school.timeline.moment(term.begins_on)
    for (grade, number), name in school.people.teaching_points.items():
        site, entry_year = Site.objects.get(name=name), term.school_year - grade + 1
        school_setup.create_class(site=site, entry_year=entry_year, number=number, by=school.admin, now=now)


def _assign_class_teachers(school: DemoSchool, term: TermDates) -> None:
    """Give each class without a teacher the one it was invented with, or one who leads no class."""
    now = school.timeline.moment(term.workday(1), 14)
    classes = {(row.grade(term.school_year), row.number): row for row in schools.classes(term.school_year)}
    preferred, others = _class_teachers(school, classes)
    busy = {row.class_teacher_id for row in classes.values()}
    for key, school_class in classes.items():
        teacher = preferred.get(key) or next((staff for staff in others if staff.pk not in busy), None)
        if school_class.class_teacher_id is None and teacher is not None and teacher.pk not in busy:
            assign_class_teacher(school_class=school_class, staff=teacher, by=school.admin, now=now)
            busy.add(teacher.pk)


def _class_teachers(
    school: DemoSchool, classes: dict[people.ClassKey, SchoolClass]
) -> tuple[dict[people.ClassKey, Staff], list[Staff]]:
    """The teachers invented for these classes, by class, and the other teachers."""
    user_ids = [school.user_ids[name] for name in school.usernames.teachers]
    staff = list(Staff.objects.filter(user__in=user_ids).order_by("pk"))
    preferred = {
        person.class_led: member
        for member, person in zip(staff, school.people.teachers, strict=True)
        if person.class_led and person.class_led in classes
    }
    return preferred, [member for member in staff if member not in preferred.values()]
