"""Pupil: everyone enrolled. Child: the care file of a left-behind pupil. Around them family facts, contacts, grants."""

from services.children.models.files import Child, ChildGrant, ContactCard, CaseAssignment
from services.children.models.pupils import ReportedStatus, PhoneNumber, Guardian, ParentWhereabouts, Pupil, PupilPrivate
from services.children.models.rosters import HeaderAlias, RosterFile, RosterImport

__all__ = [
    "Child",
    "ChildGrant",
    "Claim",
    "Contact",
    "ContactCard",
    "Entrustment",
    "Guardian",
    "HeaderWord",
    "ParentFact",
    "Pupil",
    "PupilPrivate",
    "RosterFile",
    "RosterImport",
]
