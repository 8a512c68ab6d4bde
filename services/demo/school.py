"""A school's year: people come, the roster is imported, plan and pairing are approved, cards issued.

Every step looks whether it has been taken, so that a load that was interrupted goes on where it stopped.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from services.access.actions import memberships as access
from services.access.actions import school_setup
from services.access.actor import Actor
from services.access.roles import Role
from services.care import queries as care
from services.care.actions import pairing_plans
from services.care.models import Pairing
from services.children.actions import contact_cards, phone_numbers
from services.children.actions.class_teachers import assign_class_teacher
from services.children.choices import ImportState, VerificationResult
from services.children.importing import commit, upload
from services.children.models import Child, ContactCard, PhoneNumber, RosterImport
from services.demo import county, people, workbook
from services.demo.county import Logins
from services.demo.jobs import DemoFailed, finish
from services.demo.people import DemoTeacher, People
from services.demo.school_specs import SchoolSpec
from services.demo.timeline import Span, Timeline
from services.plans import actions as plans
from services.plans.choices import CareActivity, GroupRole, PeriodUnit
from services.plans.default_frequencies import DEFAULTS, FrequencyInput
from services.plans.models import WorkPlan
from services.schools import queries as schools
from services.schools.choices import SiteKind
from services.schools.models import Site, Staff, Term
from services.schools.scope import scope

NURSE_STAYS = timedelta(days=60)
CARDS, VERIFIED = 0.93, 0.84  # shares of the children
_GOALS = "摸清底数，一人一档；每位教师结对 2–3 名；按月家访，按周谈心；体检异常一周内告知家长。"
_NORMS = (*DEFAULTS, FrequencyInput(CareActivity.DIARY, 1, PeriodUnit.TERM))
_RESULTS = (
    (VerificationResult.VALID, 90),
    (VerificationResult.NOT_IN_SERVICE, 4),
    (VerificationResult.SUSPENDED, 4),
    (VerificationResult.DECLINED, 2),
)


@dataclass(frozen=True)
class DemoSchool:
    """A school while its story is told: its people, their logins (user ids by username), its two hands."""

    place: SchoolSpec
    people: People
    logins: Logins
    users: dict[str, int]
    story: Timeline

    @cached_property
    def admin(self) -> Actor:
        return county.actor(self.users[self.logins.admin], self.story)

    @cached_property
    def head(self) -> Actor:
        return county.actor(self.users[self.logins.head], self.story)

    def dice(self, what: str) -> Random:
        return Random(f"{people.SEED} {self.place.name} {what}")  # noqa: S311  a story, not a secret


def hire(home: DemoSchool) -> None:
    """The administrator gets a name; sites, head, nurse and teachers by invitation."""
    by, now = home.admin, home.story.at(home.story.begins + timedelta(days=1))
    with scope(by.scope):
        if Staff.objects.count() > 1:
            return
        admin = Staff.objects.get(user=by.user_id)
        _describe(admin, home.people.admin, home.logins.admin, by, home)
        sites = {site.name: site for site in Site.objects.all()}
        for name in home.place.points:
            sites[name] = school_setup.create_site(name=name, kind=SiteKind.TEACHING_POINT, by=by, now=now)
        stays = home.story.today + NURSE_STAYS
        _employ(home, home.people.head, home.logins.head, Role.HEAD, sites["本部"])
        _employ(home, home.people.nurse, home.logins.nurse, Role.NURSE, sites["本部"], until=stays)
        for teacher, username in zip(home.people.teachers, home.logins.teachers, strict=True):
            _employ(home, teacher, username, Role.TEACHER, sites[teacher.site])


def _describe(staff: Staff, person: DemoTeacher, username: str, by: Actor, home: DemoSchool) -> None:
    now = home.story.at(home.story.begins)
    sex = "M" if person.sex == "男" else "F"
    school_setup.update_staff(staff=staff, name=person.name, sex=sex, email=_email(username), by=by, now=now)


def _employ(
    home: DemoSchool, person: DemoTeacher, username: str, role: Role, site: Site, until: date | None = None
) -> None:
    by, now = home.admin, home.story.at(home.story.begins + timedelta(days=1))
    staff = school_setup.add_staff(
        name=person.name,
        site=site,
        sex="M" if person.sex == "男" else "F",
        subject=person.subject,
        email=_email(username),
        by=by,
        now=now,
    )
    invitation, _token = access.invite(name=person.name, role=role, staff=staff, until=until, by=by, now=now)
    access.accept_invitation(invitation=invitation, user_id=home.users[username], now=now)


def _email(username: str) -> str:
    return f"{username}@qinghe.invalid"


def grown(home: DemoSchool, span: Span) -> DemoSchool:
    """The school a school year later: everybody a grade up, and a new first grade."""
    entered = people.first_graders(home.place, school_year=span.school_year, term_start=span.begins)
    return replace(home, people=people.a_year_later(home.people, entered))


def import_roster(home: DemoSchool, span: Span) -> None:
    """The workbook of a school year: uploaded, read, committed, its classes given their teachers."""
    by, now = home.admin, home.story.at(span.day(1), 10)
    with scope(by.scope):
        already = RosterImport.objects.filter(
            state=ImportState.COMMITTED, uploaded_at__gte=home.story.at(span.begins, 0)
        )
        if already.exists():
            return
        _open_points(home, span, by)
        pupils = home.people.pupils
        content = workbook.roster(
            pupils, school=home.place.name, school_year=span.school_year, layout=home.place.layout
        )
        name = f"{home.place.name}{span.school_year}学年学生名册.xlsx"
        roster = upload.upload(content=content, file_name=name, by=by, now=now)
    finish(roster.job, by, now)
    with scope(by.scope):
        roster.refresh_from_db()
        if roster.state != ImportState.READY:
            raise DemoFailed(f"{name}: {roster.state} {roster.counts}")
        roster = commit.request_commit(roster=roster, by=by, now=now)
    finish(roster.job, by, now)
    with scope(by.scope):
        _give_classes(home, span, by)


def _open_points(home: DemoSchool, span: Span, by: Actor) -> None:
    """Classes of teaching points are opened there; the import opens the others at the main site."""
    for (grade, number), name in home.people.points.items():
        site, year = Site.objects.get(name=name), span.school_year - grade + 1
        now = home.story.at(span.begins)
        school_setup.create_class(site=site, entry_year=year, number=number, by=by, now=now)


def _give_classes(home: DemoSchool, span: Span, by: Actor) -> None:
    """Each class its teacher; in a later year those without a class take the new ones."""
    now = home.story.at(span.day(1), 14)
    classes = {(each.grade(span.school_year), each.number): each for each in schools.classes(span.school_year)}
    staff = list(Staff.objects.filter(user__in=[home.users[name] for name in home.logins.teachers]).order_by("pk"))
    wanted = {
        key: member
        for member, teacher in zip(staff, home.people.teachers, strict=True)
        if (key := teacher.leads) and key in classes
    }
    free = iter([member for member in staff if member not in wanted.values()])
    led = {each.class_teacher_id for each in classes.values()}
    for key, each in classes.items():
        teacher = wanted.get(key) or next((member for member in free if member.pk not in led), None)
        if each.class_teacher_id is None and teacher is not None and teacher.pk not in led:
            assign_class_teacher(school_class=each, staff=teacher, by=by, now=now)
            led.add(teacher.pk)


def plan(home: DemoSchool, span: Span) -> None:
    """The term's work plan with the usual norms, approved by the head."""
    by, made, approved = home.head, home.story.at(span.day(2), 15), home.story.at(span.day(3), 9)
    with scope(by.scope):
        term = Term.objects.get(school_year=span.school_year, season=span.season)
        if WorkPlan.objects.filter(term=term).exists():
            return
        head = Staff.objects.get(user=by.user_id)
        admin = Staff.objects.get(user=home.admin.user_id)
        others = Staff.objects.exclude(pk__in=[head.pk, admin.pk]).filter(classes_led__isnull=False).distinct()
        group = {head: GroupRole.LEADER, admin: GroupRole.DEPUTY}
        group |= dict.fromkeys(others.order_by("pk")[:3], GroupRole.MEMBER)
        fresh = plans.create_plan(term=term, by=by, now=made, goals=_GOALS, required_frequencies=_NORMS, group=group)
        plans.approve_plan(plan=fresh, by=by, now=approved)


def pair(home: DemoSchool, span: Span) -> None:
    """The optimiser's proposal for all who have nobody, approved by the head."""
    asked, approved = home.story.at(span.day(4), 9), home.story.at(span.day(6), 9)
    admin = home.admin
    with scope(admin.scope):
        tried = Pairing.objects.filter(started_at__gte=home.story.at(span.begins, 0)).exists()
        if tried or not care.children_to_pair().exists():
            return
        proposal = pairing_plans.request_plan(by=admin, now=asked)
    finish(proposal.job, admin, asked)
    with scope(home.head.scope):
        proposal.refresh_from_db()
        pairing_plans.approve_plan(plan=proposal, by=home.head, now=approved)


def issue_cards(home: DemoSchool, span: Span) -> None:
    """Most children get their contact card, most families are rung once."""
    by, dice = home.admin, home.dice(f"cards {span.begins}")
    with scope(by.scope):
        if ContactCard.objects.filter(issued_on__gte=span.begins).exists():
            return
        escalation_level: dict[int, list[PhoneNumber]] = {}
        for contact in PhoneNumber.objects.filter(pupil__child__isnull=False).select_related("pupil").order_by("pk"):
            escalation_level.setdefault(contact.pupil_id, []).append(contact)
        for child in Child.objects.filter(closed_on__isnull=True).order_by("pk"):
            if dice.random() < VERIFIED and child.pupil_id in escalation_level:
                moment = home.story.at(span.day(dice.randint(8, 40)), 17)
                _ring(dice.choice(escalation_level[child.pupil_id]), dice, by, moment)
            if dice.random() < CARDS:
                contact_cards.issue_card(child=child, by=by, now=home.story.at(span.day(dice.randint(5, 12)), 16))


def _ring(contact: PhoneNumber, dice: Random, by: Actor, moment: datetime) -> None:
    result = dice.choices([result for result, _ in _RESULTS], [weight for _, weight in _RESULTS])[0]
    phone_numbers.verify_number(phone_number=contact, result=result, by=by, now=moment)
