"""What the words in addresses stand for: which table, found by which column, and whose it must be to be seen."""

from dataclasses import dataclass
from typing import Any

from services.access.models import Invitation
from services.access.roles import Role
from services.activities.models import DutyShift
from services.assessment.models import AssessmentResult, AssessmentRound, Rubric, Score
from services.care.models import CareRecord, DueWork, Pairing, PairingPlan
from services.children.models import Child, ContactCard, Guardian, HeaderAlias, PhoneNumber, Pupil, RosterImport
from services.health.models import Appointment, Campaign, Checkup, Clinic, Finding
from services.jobs.models import Job
from services.notify.models import Delivery, Integration, Notification, SystemIncident
from services.plans.models import Deadline, WorkPlan
from services.schools.models import Region, School, SchoolClass, SchoolDayOverride, Site, Staff, Term
from services.schools.tenancy import CountyOwned
from tests.guards.rows import is_about_a_child


@dataclass(frozen=True)
class Subject:
    """`mine`: columns that hold the caller's user or staff id where a row is somebody's own. `hidden_from`: roles that
    may open such addresses and still find nothing there.
    """

    model: type[Any]
    column: str = "public_id"
    mine: tuple[tuple[type[Any], str], ...] = ()
    hidden_from: frozenset[Role] = frozenset()

    @property
    def is_countys(self) -> bool:
        return issubclass(self.model, CountyOwned)

    @property
    def is_about_a_child(self) -> bool:
        return is_about_a_child(self.model)


SUBJECTS = {
    "appointments": Subject(Appointment),
    "assessment-rounds": Subject(AssessmentRound),
    "campaigns": Subject(Campaign),
    "care-records": Subject(
        CareRecord,
        mine=(
            (CareRecord, "staff_id"),
            (CareRecord, "recorded_by_id"),
        ),
    ),
    "checkup-campaigns": Subject(Campaign),
    "checkups": Subject(Checkup),
    "calls": Subject(Delivery, hidden_from=frozenset({Role.TEACHER})),  # hers are about her children only
    "children": Subject(Child),
    "classes": Subject(SchoolClass),
    "clinics": Subject(Clinic),
    "contact-cards": Subject(ContactCard),
    "contacts": Subject(PhoneNumber),
    "deadlines": Subject(Deadline),
    "deliveries": Subject(Delivery),
    "duty-shifts": Subject(DutyShift),
    "due-work": Subject(DueWork, mine=((DueWork, "staff_id"),)),
    "findings": Subject(Finding),
    "guardians": Subject(Guardian),
    "header-aliases": Subject(HeaderAlias),
    "system-incidents": Subject(SystemIncident),
    "inbox": Subject(Notification, mine=((Notification, "recipient_id"),)),
    "invitations": Subject(Invitation),
    "jobs": Subject(Job, mine=((Job, "requested_by_id"),)),
    "ledger": Subject(Notification),
    "notifications": Subject(Notification, mine=((Notification, "recipient_id"),)),
    "integrations": Subject(Integration),
    "own": Subject(SchoolDayOverride, column="date"),
    "pairing-plans": Subject(PairingPlan, hidden_from=frozenset({Role.TEACHER})),
    "pairings": Subject(Pairing),
    "preview": Subject(Job, mine=((Job, "requested_by_id"),)),
    "pupils": Subject(Pupil),
    "regions": Subject(Region),
    "results": Subject(AssessmentResult, mine=((AssessmentResult, "staff_id"),)),
    "roster-imports": Subject(RosterImport),
    "rosters": Subject(RosterImport),
    "rounds": Subject(AssessmentRound),
    "rubrics": Subject(Rubric),
    "schools": Subject(School),
    "scores": Subject(Score, mine=((AssessmentResult, "staff_id"),)),
    "sites": Subject(Site),
    "stations": Subject(Appointment),
    "staff": Subject(Staff),
    "terms": Subject(Term),
    "work-plans": Subject(WorkPlan),
}

# Parameters that name no row, each with a value that stands for them.
WORDS = {
    "chase": "case_file",
    "language": "en",
    "notification-templates": "care.talk.due",
    "parents": "father",
    "receipts": "carrier",
    "reminder-rules": "care.talk.due",
    "reminders": "care.talk.due",
    "state": "told",
    "words": "care.talk.due",
}


def subject(word: str) -> Subject:
    assert word in SUBJECTS, f"which table does “{word}/<…>” name? Add it to SUBJECTS (or WORDS) in subjects.py"
    return SUBJECTS[word]
