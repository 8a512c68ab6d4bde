"""The kinds of reminders. Apps above register theirs in `services/<app>/reminders.py`.

A kind finds the open items of the scope's schools, however many, in a number of queries that does not grow with them:
each item with its school, the date a rule counts from and the person to remind. The rule (`services.reminders.models`)
says on which days, at what time, how often and by which channels.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from django.utils.functional import Promise as LazyText

from services.notify.choices import Audience, Channel, Urgency
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.directory import Directory, Recipient

SCHEDULE_PREFIX = "reminders:"  # + key: the schedule of a kind's occurrences

# Default settings that several kinds share.
MORNING = time(7, 40)  # after the quiet hours of staff, before the first lesson
INBOX_AND_EMAIL = (Channel.INBOX, Channel.EMAIL)
DEFAULT_ESCALATION = (2, 4, 7)  # school days: the recipient again, class teacher or head, county

TextPair = tuple[str, str]  # title and body, with {variables}


@dataclass(frozen=True, kw_only=True)
class ReminderItem:
    """One open item. A rule counts from `anchor_date`; `escalate_to` is asked when the recipient does not answer.

    `school_id` is None for an item of the county itself.
    """

    school_id: int | None
    target_id: UUID
    anchor_date: date
    recipient: Recipient
    variables: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    child: UUID | None = None
    escalate_to: Recipient | None = None


@dataclass(frozen=True, kw_only=True)
class DateWindow:
    """The query to a kind: items still open on `today` whose anchor date lies from `begins` to `ends`."""

    begins: date
    ends: date
    today: date
    now: datetime


@dataclass(frozen=True, kw_only=True)
class DefaultSettings:
    """The settings a county starts with; see `services.reminders.models.RuleSettings`."""

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


@dataclass(frozen=True, kw_only=True)
class ReminderKind:
    """A kind of reminder.

    `find_items` is called in the scope of one school or of several, with the people of these schools; or, by
    `tenant_level`, in the scope of a county.
    """

    key: str
    title: LazyText | str
    recipients: LazyText | str  # who is reminded first, for whoever sets the rule
    variables: Mapping[str, LazyText | str]  # name → meaning; {days}, the days since the anchor date, is always there
    default_texts: Mapping[str, TextPair]  # by language
    find_items: Callable[[DateWindow, Directory], Iterable[ReminderItem]]
    defaults: DefaultSettings
    tenant_level: Literal["school", "county"] = "school"
    audience: Audience = Audience.STAFF
    urgency: Urgency = Urgency.REMINDER

    @property
    def schedule(self) -> str:
        """The name under which occurrences of its rules are recorded."""
        return SCHEDULE_PREFIX + self.key


class DuplicateKind(ValueError):
    """Two apps use one key."""


_kinds: dict[str, ReminderKind] = {}  # filled by the apps above, which this one cannot import


def register(*kinds: ReminderKind) -> None:
    """Register kinds; called when an app is ready. Raises DuplicateKind."""
    for kind in kinds:
        if _kinds.setdefault(kind.key, kind) is not kind:
            raise DuplicateKind(kind.key)


def get_kind(key: str) -> ReminderKind | None:
    """None for a kind of notification that an action writes, without a rule."""
    return _kinds.get(key)


def kinds() -> list[ReminderKind]:
    return [_kinds[key] for key in sorted(_kinds)]
