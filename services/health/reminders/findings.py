"""Administrators, of findings that wait. A notice counts them and says not what they are."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from services.health.choices import FindingState
from services.health.models import Finding
from services.notify import people
from services.notify.catalogue import BY_MAIL, LADDER, MORNING, Item, Kind, Usual, Window, offer
from services.notify.choices import DayKind
from services.schools.kinds import school_here
from services.schools.models import School


def find_untold(window: Window) -> Iterator[Item]:
    """Findings whose family has not been told, by the day they were found."""
    rows = Finding.objects.filter(state=FindingState.OPEN, found_on__range=(window.begins, window.ends))
    yield from _findings(window, rows.values_list("found_on", flat=True))


def find_unfollowed(window: Window) -> Iterator[Item]:
    """Findings told of and not closed since, by the day of telling."""
    told = Finding.objects.filter(state__in=[FindingState.TOLD, FindingState.SEEN, FindingState.CANNOT_PAY])
    rows = told.filter(told_on__range=(window.begins, window.ends))
    yield from _findings(window, rows.values_list("told_on", flat=True))


def _findings(window: Window, days: Iterable[date | None]) -> Iterator[Item]:
    """One item a day and administrator: how many, and not what they are."""
    counts = Counter(day for day in days if day)
    if not counts:
        return
    here = School.objects.only("public_id").get(pk=school_here()).public_id
    told = people.admins_then_head(window.today)
    for day in sorted(counts):
        for to, next_to in told:
            yield Item(
                subject=_of_day(here, day),
                anchor=day,
                to=to,
                variables={"n": str(counts[day]), "day": people.day_words(day, to.language)},
                path="/findings/",
                next_to=next_to,
            )


def _of_day(school: UUID, day: date) -> UUID:
    """The findings of a school and day have no row of their own."""
    return uuid5(NAMESPACE_URL, f"findings:{school}:{day}")


offer(
    Kind(
        key="health.findings_untold",
        title=_("体检结果待通知家长"),
        variables={"n": _("项数"), "day": _("体检日")},
        words={
            "zh-hans": ("体检有 {n} 项还没有通知家长", "{day}起已 {days} 天。请在体检页逐项通知并登记。"),
            "en": ("{n} checkup matters to tell parents of", "Open since {day}. Please tell them and note it."),
        },
        find=find_untold,
        usual=Usual(at=MORNING, first=3, every=3, until=30, channels=BY_MAIL, ladder=LADDER, expires_hours=48),
    ),
    Kind(
        key="health.findings_unfollowed",
        title=_("体检事项待跟进"),
        variables={"n": _("项数"), "day": _("通知家长那天")},
        words={
            "zh-hans": ("体检有 {n} 项通知家长后还没有销号", "{day}通知的。请问一问进展，办好的请销号。"),
            "en": (
                "{n} checkup matters wait to be closed",
                "Parents were told on {day}. Ask, and close what is done.",
            ),
        },
        find=find_unfollowed,
        usual=Usual(
            at=MORNING, first=14, every=14, until=90, days=DayKind.CALENDAR, channels=BY_MAIL, expires_hours=72
        ),
    ),
)
