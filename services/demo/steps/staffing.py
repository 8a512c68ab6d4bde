"""The staff of a school: sites, and head, nurse and teachers by invitation; the county invites the head."""

from datetime import date, datetime, timedelta

from services.access.actions import invitations, school_setup
from services.access.actor import Actor
from services.access.roles import Role
from services.demo.demo_school import SPECIALISTS, DemoSchool
from services.demo.synthetic.people import MAIN_SITE, DemoStaff
from services.schools.choices import SiteKind
from services.schools.models import Site, Staff
from services.schools.scope import scope

NURSE_STAYS = timedelta(days=60)  # from today: the membership of a clinic's nurse ends with the campaign


def employ_staff(school: DemoSchool) -> None:
    """Name the administrator, create the teaching points, and employ everybody else."""
    with scope(school.admin.scope):
        if Staff.objects.count() > 1:  # the administrator exists since the school was created
            return
        _name_admin(school)
        sites = {site.name: site for site in Site.objects.all()}
        for name in school.spec.teaching_points:
            sites[name] = school_setup.create_site(
                name=name, kind=SiteKind.TEACHING_POINT, by=school.admin, now=school.timeline.moment(_day(school))
            )
        until = school.timeline.today + NURSE_STAYS
        main_site = sites[MAIN_SITE]
        _add_staff(school, school.people.head, school.usernames.head, main_site)
        nurse = _add_staff(school, school.people.nurse, school.usernames.nurse, main_site)
        # Invited today: a nurse is invited for the next weeks, not for the year before.
        _join(school, nurse, school.usernames.nurse, Role.NURSE, school.timeline.now, until=until)
        for role in school.usernames.specialists:
            staff = _add_staff(school, SPECIALISTS[role], str(role), main_site)
            _join(school, staff, str(role), role, school.timeline.moment(_day(school)))
        for teacher, username in zip(school.people.teachers, school.usernames.teachers, strict=True):
            staff = _add_staff(school, teacher, username, sites[teacher.site])
            _join(school, staff, username, Role.TEACHER, school.timeline.moment(_day(school)))


def appoint_head(school: DemoSchool, *, lead: Actor) -> None:
    """Let the county's lead invite the head, whom no school admin can make."""
    now = school.timeline.moment(_day(school))
    with scope(lead.scope):
        head = Staff.objects.get(school__name=school.name, name=school.people.head.name)
        if head.user_id:
            return
        invitation, _token = invitations.invite(name=head.name, role=Role.HEAD, staff=head, by=lead, now=now)
    with scope(school.admin.scope):
        user_id = school.user_ids[school.usernames.head]
        invitations.accept_invitation(invitation=invitation, user_id=user_id, now=now)


def _day(school: DemoSchool) -> date:
    return school.timeline.begins_on + timedelta(days=1)


def _name_admin(school: DemoSchool) -> None:
    """Give the administrator a name: the school was created with a placeholder."""
    person = school.people.admin
    school_setup.update_staff(
        staff=Staff.objects.get(user=school.admin.user_id),
        name=person.name,
        sex=_sex(person),
        email=_email(school.usernames.admin),
        by=school.admin,
        now=school.timeline.moment(school.timeline.begins_on),
    )


def _add_staff(school: DemoSchool, person: DemoStaff, username: str, site: Site) -> Staff:
    return school_setup.add_staff(
        name=person.name,
        site=site,
        sex=_sex(person),
        subject=person.subject,
        email=_email(username),
        by=school.admin,
        now=school.timeline.moment(_day(school)),
    )


def _join(
    school: DemoSchool, staff: Staff, username: str, role: Role, now: datetime, until: date | None = None
) -> None:
    # The accounts exist, so that the invitation is accepted at once and its link never sent.
    invitation, _token = invitations.invite(
        name=staff.name, role=role, staff=staff, until=until, by=school.admin, now=now
    )
    invitations.accept_invitation(invitation=invitation, user_id=school.user_ids[username], now=now)


def _sex(person: DemoStaff) -> str:
    return "M" if person.sex == "男" else "F"


def _email(username: str) -> str:
    return f"{username}@qinghe.invalid"  # RFC 2606: no mail can reach anybody
