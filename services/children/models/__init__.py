"""Pupil: everyone enrolled. Child: the care file of a left-behind pupil. Around them family facts, contacts, grants."""

from services.children.models.files import Child, ChildGrant, ContactCard, Entrustment
from services.children.models.pupils import Claim, Contact, Guardian, ParentFact, Pupil, PupilPrivate
from services.children.models.rosters import HeaderWord, RosterFile, RosterImport

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
