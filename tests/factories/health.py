"""Clinics, campaigns and planned days for tests, all made by the room's own actions."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.access.actor import Actor
from services.children.blind_indexes import phone_index
from services.children.choices import PhoneOwner
from services.children.models import PhoneNumber, Pupil
from services.health.actions import campaigns, clinics
from services.health.choices import JobKind
from services.health.jobs import plan_campaign
from services.health.models import Appointment, Campaign, Checkup, Clinic
from services.jobs.registry import JobContext
from services.schools import actions as schools
from services.schools.scope import for_county, scope
from tests.cast import Town
from tests.factories import children

FIRST, LAST = date(2026, 9, 14), date(2026, 9, 25)  # the second and third week of the term


def school_days(town: Town) -> None:
    with scope(for_county(town.county.pk)):
        schools.seed_days(term=town.term)


def clinic(town: Town, name: str = "清河镇卫生院", capacity: int = 200, **more: Any) -> Clinic:
    """In the officer's scope."""
    return clinics.create_clinic(name=name, capacity=capacity, by=town.officer, now=town.monday, **more)


def campaign(town: Town, *used: Clinic, begins: date = FIRST, ends: date = LAST, title: str = "秋季体检") -> Campaign:
    """A draft, in the officer's scope."""
    return campaigns.open_campaign(
        title=title, begins_on=begins, ends_on=ends, clinics=used, by=town.officer, now=town.monday
    )


def draft(town: Town, *, capacity: int = 200, **more: Any) -> Campaign:
    """School days, one clinic and a draft. Opens the scope it needs."""
    school_days(town)
    with town.as_(town.officer):
        return campaign(town, clinic(town, capacity=capacity), **more)


def campaign_of_two_schools(town: Town) -> Campaign:
    """A draft of 11 to 18 September: two schools with a full class each, two clinics of twenty a day."""
    school_days(town)
    for school in (town.a, town.b):
        with school.inside():
            crowd(school.classes[0], 18)
    with town.as_(town.officer):
        used = [clinic(town, "清河镇卫生院", 20), clinic(town, "河西卫生院", 20)]
        return campaign(town, *used, begins=date(2026, 9, 11), ends=date(2026, 9, 18))


def planned(town: Town, drawn: Campaign | None = None, **more: Any) -> Campaign:
    """A campaign asked for by the officer and planned by the job's handler."""
    drawn = drawn or draft(town, **more)
    run_plan(town, drawn)
    with town.as_(town.officer):
        return Campaign.objects.select_related("job").get(pk=drawn.pk)


def run_plan(town: Town, drawn: Campaign) -> dict[str, Any]:
    with town.as_(town.officer) as officer:
        job = campaigns.request_plan(campaign=drawn, by=officer, now=town.monday)
    return again(town, drawn, job)


def again(town: Town, drawn: Campaign, job: Any) -> dict[str, Any]:
    """The same job handled once more, as after a crash."""
    officer = town.officer
    return plan_campaign(
        JobContext(job.public_id, JobKind.PLAN_CAMPAIGN, drawn.public_id, officer, town.monday, officer.scope)
    )


def checkup(pupil: Pupil) -> Checkup:
    """In the school's scope."""
    return Checkup.objects.get(pupil=pupil)


def appointment(school_class: Any) -> Appointment:
    return Appointment.objects.select_related("clinic", "campaign__term", "school_class").get(school_class=school_class)


def phone(pupil: Pupil, number: str, of: PhoneOwner = PhoneOwner.GUARDIAN, **more: Any) -> PhoneNumber:
    """A sealed number of the family, in the school's scope."""
    contact = PhoneNumber(pupil=pupil, owner=of, number_index=phone_index(number), **more)
    contact.seal("number", number)
    contact.save()
    return contact


def crowd(school_class: Any, count: int) -> list[Pupil]:
    """More pupils in a class, in the scope of the school."""
    return [children.pupil(f"学生{number}", school_class) for number in range(count)]


def healthy() -> dict[str, Any]:
    """Measures of a child of eight and a half without any finding."""
    return {
        "height_cm": Decimal("130.5"),
        "weight_kg": Decimal("27.0"),
        "vision_left": Decimal("5.0"),
        "vision_right": Decimal("5.1"),
        "systolic": 100,
        "diastolic": 62,
    }


def audit_actions_of(actor: Actor) -> list[str]:
    """The audit actions of an actor, oldest first, in the open scope."""
    from services.access.models import AuditEvent

    return list(AuditEvent.objects.filter(user_id=actor.user_id).order_by("id").values_list("action", flat=True))
