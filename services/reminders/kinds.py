"""Which kinds of notice rules can speak of. Rooms above describe theirs in `services/<room>/reminders.py`.

A kind finds the things somebody is to be told of, each with the date a rule counts from; the rule (`models.rules`)
says how many days before or after, at which hour, how often again, by which channels.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from django.utils.functional import Promise

from services.notify.choices import Audience, Channel, Urgency
from services.reminders.choices import CatchUp, DayCounting

# What rooms' usual terms have in common.
MORNING = time(7, 40)  # after the quiet hours, before the first lesson
INBOX_AND_EMAIL = (Channel.INBOX, Channel.EMAIL)
DEFAULT_ESCALATION = (2, 4, 7)  # school days without an answer: again, class teacher or head, county


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Whom a notice goes to: a user, or somebody of the outside with a verified number or address."""

    name: str = ""
    user_id: int | None = None
    email: str = ""
    phone: str = ""  # verified numbers only
    audience: Audience = Audience.STAFF
    language: str = "zh-hans"
    works_from: time | None = None  # a shift in which no message comes
    works_until: time | None = None


@dataclass(frozen=True, kw_only=True)
class ReminderItem:
    """One thing somebody is to be told of. `anchor`: the date a rule counts from; `next_to`: whom to ask next."""

    subject: UUID
    anchor_date: date
    recipient: Recipient
    variables: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    child: UUID | None = None
    escalate_to: Recipient | None = None


@dataclass(frozen=True, kw_only=True)
class DateWindow:
    """What a kind is asked for: everything still open on `today` whose date lies from `begins` to `ends`."""

    begins: date
    ends: date
    today: date
    now: datetime


@dataclass(frozen=True, kw_only=True)
class DefaultSettings:
    """The terms a county begins with; see `models.rules.Terms`."""

    send_at: time
    offset_days: int = 0
    repeat_every_days: int = 0
    repeat_until_days: int = 0
    day_counting: DayCounting = DayCounting.SCHOOL
    channels: tuple[Channel, ...] = (Channel.INBOX,)
    escalation_days: tuple[int, ...] = ()
    catch_up: CatchUp = CatchUp.LATEST
    expires_after_hours: int = 24
    is_enabled: bool = True


TextPair = tuple[str, str]  # title and body, with {variables}


@dataclass(frozen=True, kw_only=True)
class ReminderKind:
    """A kind of notice. `find` is called in the scope of the school, or of the county where `per` says so."""

    key: str
    title: Promise | str
    variables: Mapping[str, Promise | str]  # name → what it is; {days} days after the date is always there
    default_texts: Mapping[str, TextPair]  # by language
    find_items: Callable[[DateWindow], Iterable[ReminderItem]]
    defaults: DefaultSettings
    tenant_level: Literal["school", "county"] = "school"
    audience: Audience = Audience.STAFF
    urgency: Urgency = Urgency.REMINDER


class DuplicateKind(ValueError):
    """Two rooms use one key."""


_kinds: dict[str, ReminderKind] = {}


def register(*kinds: ReminderKind) -> None:
    """Put kinds into the catalogue; called when a room's app is ready."""
    for kind in kinds:
        if _kinds.setdefault(kind.key, kind) is not kind:
            raise DuplicateKind(kind.key)


def get_kind(key: str) -> ReminderKind | None:
    """None: written by an action of its own, not by a rule."""
    return _kinds.get(key)


def kinds() -> list[ReminderKind]:
    return [_kinds[key] for key in sorted(_kinds)]
