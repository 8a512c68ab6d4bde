"""Pupil: everyone enrolled. Child: the case file of a left-behind pupil. Around them the family, grants, imports."""

from services.children.models.departures import Departure
from services.children.models.emergency_access import EmergencyAccess
from services.children.models.files import CaseAssignment, Child, ChildAttachment, ChildGrant, ContactCard
from services.children.models.pupils import (
    Guardian,
    ParentWhereabouts,
    PhoneNumber,
    Pupil,
    PupilPrivate,
    ReportedStatus,
)
from services.children.models.rosters import ColumnAnswer, HeaderAlias, RosterFile, RosterImport

__all__ = [
    "CaseAssignment",
    "Child",
    "ChildAttachment",
    "ChildGrant",
    "ColumnAnswer",
    "ContactCard",
    "Departure",
    "EmergencyAccess",
    "Guardian",
    "HeaderAlias",
    "ParentWhereabouts",
    "PhoneNumber",
    "Pupil",
    "PupilPrivate",
    "ReportedStatus",
    "RosterFile",
    "RosterImport",
]
