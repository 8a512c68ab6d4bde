"""Segments of addresses: the table each one names, its key column, and whose row it must be."""

from dataclasses import dataclass
from typing import Any

from services.access.models import Invitation, Membership
from services.access.roles import ASSIGNED_ROLES, Role
from services.activities.models import DutyShift
from services.assessment.models import AssessmentResult, AssessmentRound, Rubric, Score
from services.care.models import CareRecord, DueWork, Pairing, PairingPlan
from services.children.models import (
    CaseAssignment,
    Child,
    ChildAttachment,
    ContactCard,
    Departure,
    EmergencyAccess,
    Guardian,
    HeaderAlias,
    PhoneNumber,
    Pupil,
    RosterImport,
)
from services.documents.models import Export
from services.files.models import FileUpload
from services.health.models import Appointment, Campaign, Checkup, Clinic, Finding
from services.jobs.models import Job
from services.links.models import Link
from services.notify.models import Delivery, Integration, Notification, SystemIncident
from services.plans.models import Deadline, WorkPlan
from services.retention.models import RetentionList
from services.schools.models import School, SchoolClass, SchoolDayOverride, Site, Staff, Term, Township
from services.schools.tenancy import CountyOwned
from tests.guards.rows import is_about_a_child


@dataclass(frozen=True)
class Subject:
    """A table that addresses name rows of.

    `own_by`: columns that must hold the caller's user or staff id. `hidden_from`: roles that hold the permission and
    still get 404.
    """

    model: type[Any]
    column: str = "public_id"
    own_by: tuple[tuple[type[Any], str], ...] = ()
    hidden_from: frozenset[Role] = frozenset()

    @property
    def is_county_owned(self) -> bool:
        return issubclass(self.model, CountyOwned)

    @property
    def is_about_a_child(self) -> bool:
        return is_about_a_child(self.model)


SUBJECTS = {
    "access": Subject(CaseAssignment),
    "appointments": Subject(Appointment),
    "assessment-rounds": Subject(AssessmentRound),
    "calls": Subject(Delivery, hidden_from=ASSIGNED_ROLES),  # theirs are about assigned children
    "campaigns": Subject(Campaign),
    "campaign-files": Subject(Campaign, hidden_from=ASSIGNED_ROLES),  # papers of the whole school
    "care-records": Subject(
        CareRecord,
        own_by=(
            (CareRecord, "staff_id"),
            (CareRecord, "recorded_by_id"),
        ),
        hidden_from=frozenset({Role.HEALTH_OFFICER}),  # who opens attachments, but of findings alone
    ),
    "checkup-campaigns": Subject(Campaign),
    "checkups": Subject(Checkup),
    "children": Subject(Child),
    "classes": Subject(SchoolClass),
    "clinics": Subject(Clinic),
    "contact-cards": Subject(ContactCard),
    "deadlines": Subject(Deadline),
    "deliveries": Subject(Delivery),
    "delivery-log": Subject(Notification),
    "departures": Subject(Departure),
    "directory": Subject(School),
    "due-work": Subject(DueWork, own_by=((DueWork, "staff_id"),)),
    "duty-shifts": Subject(DutyShift),
    "emergency-accesses": Subject(EmergencyAccess, own_by=((EmergencyAccess, "opened_by_id"),)),
    "exports": Subject(Export, hidden_from=frozenset(Role)),  # seen by who asked, in the role they asked in
    "files": Subject(ChildAttachment, hidden_from=frozenset({Role.HEALTH_OFFICER})),  # those of findings alone
    "findings": Subject(Finding),
    "guardians": Subject(Guardian),
    "header-aliases": Subject(HeaderAlias),
    "inbox": Subject(Notification, own_by=((Notification, "recipient_id"),)),
    "integrations": Subject(Integration),
    "invitations": Subject(Invitation),
    "jobs": Subject(Job, own_by=((Job, "requested_by_id"),)),
    "links": Subject(Link, own_by=((Link, "issued_by_id"),)),
    "memberships": Subject(Membership),
    "column-names": Subject(HeaderAlias),
    "new": Subject(Child),  # care-records/new/<child>/
    "notifications": Subject(Notification, own_by=((Notification, "recipient_id"),)),
    "open": Subject(Link, hidden_from=frozenset(Role)),  # by the cookie of a phone alone
    "overrides": Subject(SchoolDayOverride, column="date"),
    "pairing-plans": Subject(PairingPlan, hidden_from=ASSIGNED_ROLES),
    "pairings": Subject(Pairing),
    "phone-numbers": Subject(PhoneNumber),
    "preview": Subject(Job, own_by=((Job, "requested_by_id"),)),
    "pupils": Subject(Pupil),
    "regions": Subject(Township),
    "results": Subject(AssessmentResult, own_by=((AssessmentResult, "staff_id"),)),
    "retention-lists": Subject(RetentionList),
    "roster-imports": Subject(RosterImport),
    "rosters": Subject(RosterImport),
    "rubrics": Subject(Rubric),
    "schools": Subject(School),
    "scores": Subject(Score, own_by=((AssessmentResult, "staff_id"),)),
    "sites": Subject(Site),
    "staff": Subject(Staff),
    "stations": Subject(Appointment),
    "system-incidents": Subject(SystemIncident),
    "terms": Subject(Term),
    "uploads": Subject(FileUpload, own_by=((FileUpload, "started_by_id"),)),
    "work-plans": Subject(WorkPlan),
}

# Parameters that name no row, each with an example value.
LITERALS = {
    "corrections": "0",  # the faulty row of that number
    "faulty-rows": "0",
    "pages": "1",  # of an export
    "kind": "children.family_page",  # of a link
    "token": "of-no-link",  # of a feed
    "advance": "open",
    "language": "en",
    "notification-templates": "care.talk.due",
    "parents": "father",
    "receipts": "carrier",
    "reminder-rules": "care.talk.due",
    "attention": "contact",
    "sessions": "01890000-0000-7000-8000-000000000001",  # no row of a tenant: the caller's own logins
    "tokens": "01890000-0000-7000-8000-000000000002",
    "state": "guardian_notified",
    "to": "guardian_notified",
}


def subject(segment: str) -> Subject:
    """Return the table that a segment before a parameter names."""
    assert segment in SUBJECTS, f"which table does “{segment}/<…>” name? Add it to SUBJECTS or LITERALS in subjects.py"
    return SUBJECTS[segment]
