"""The staff of a school: sites, and head, nurse and teachers by invitation."""

from datetime import date, timedelta

from services.access.actions import memberships, school_setup
from services.access.roles import Role
from services.demo.demo_school import DemoSchool
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
        _employ(school, school.people.head, school.usernames.head, Role.HEAD, main_site)
        _employ(school, school.people.nurse, school.usernames.nurse, Role.NURSE, main_site, until=until)
        for teacher, username in zip(school.people.teachers, school.usernames.teachers, strict=True):
            _employ(school, teacher, username, Role.TEACHER, sites[teacher.site])


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


def _employ(
    school: DemoSchool, person: DemoStaff, username: str, role: Role, site: Site, until: date | None = None
) -> None:
    by, now = school.admin, school.timeline.moment(_day(school))
    staff = school_setup.add_staff(
        name=person.name,
        site=site,
        sex=_sex(person),
        subject=person.subject,
        email=_email(username),
        by=by,
        now=now,
    )
    # The accounts exist, so that the invitation is accepted at once and its link never sent.
    invitation, _token = memberships.invite(name=person.name, role=role, staff=staff, until=until, by=by, now=now)
    memberships.accept_invitation(invitation=invitation, user_id=school.user_ids[username], now=now)


def _sex(person: DemoStaff) -> str:
    return "M" if person.sex == "男" else "F"


def _email(username: str) -> str:
    return f"{username}@qinghe.invalid"  # RFC 2606: no mail can reach anybody
