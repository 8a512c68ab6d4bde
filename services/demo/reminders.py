"""What the rules have brought about: the county's rules and deadlines, a fortnight's duty roster, vettings, notices.

Notices are told as history: they went out this morning or on the days before, and go to nobody now.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta

from services.access.actor import Actor
from services.care.actions import vetting
from services.demo.school import Home
from services.demo.story import Story
from services.notify import outbox, rules
from services.notify.catalogue import Item, Kind, Window, kinds
from services.notify.models import Notice
from services.notify.outbox import Wanted
from services.plans import deadlines, duty_turns
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline, DutyTurn
from services.schools.models import Staff
from services.schools.scope import scope

PLACES = ("活动室", "操场")
TURN = (time(12, 20), time(13, 50))
LOOKED_BACK = timedelta(days=6)
_TOLD = ("care.", "children.card_stale", "plans.", "health.")  # kinds whose notices the demo shows
_VETTED, _IN_TIME = 6, 0.8  # members of staff; share of schools
MOST_OF_A_KIND = 12  # notices of one kind and school


def county_rules(story: Story, by: Actor) -> None:
    """Every shipped rule from now on; a survey that is over, one about to end, a report to come."""
    asked = story.begins + timedelta(days=12)
    wanted = (
        ("秋季摸底排查表", DeadlineKind.SURVEY, story.today - timedelta(days=20)),
        ("季度关爱工作小结", DeadlineKind.REPORT, story.today - timedelta(days=1)),
        ("冬季走访计划", DeadlineKind.REPORT, story.today + timedelta(days=5)),
    )
    with scope(by.scope):
        rules.adopt(story.now)
        known = set(Deadline.objects.values_list("title", flat=True))
        for title, kind, due_on in wanted:
            if title not in known:
                now = story.at(min(asked, due_on - timedelta(days=10)))
                deadlines.set_deadline(title=title, kind=kind, due_on=due_on, by=by, now=now)


def live(home: Home) -> str:
    """One school: what it handed in, who is on duty, who was vetted, what its people were told."""
    by, dice = home.admin, home.dice("reminders")
    with scope(by.scope):
        if DutyTurn.objects.exists():
            return f"{home.place.name}: told already"
        late = Deadline.objects.filter(due_on__lt=home.story.today).order_by("due_on")
        for number, deadline in enumerate(late):
            if not number or dice.random() < _IN_TIME:
                deadlines.meet(deadline=deadline, by=by, now=home.story.at(deadline.due_on - timedelta(days=1), 16))
        staff = list(Staff.objects.filter(is_active=True, user__isnull=False).exclude(subject="").order_by("pk"))
        _roster(home, staff)
        for number, member in enumerate(staff[:_VETTED]):
            until = home.story.today + timedelta(days=(7, 30, 120, 200, 260, 300)[number])
            checked = until - timedelta(days=365)
            vetting.vet(staff=member, checked_on=checked, valid_until=until, by=by, now=home.story.now)
        tell(home)
    return f"{home.place.name}: reminded"


def _roster(home: Home, staff: list[Staff]) -> None:
    """Two a day at noon, this week and the next; told on the Friday before."""
    monday = home.story.today - timedelta(days=home.story.today.weekday())
    now, (begins, ends) = home.story.at(monday - timedelta(days=3)), TURN
    days = [monday + timedelta(days=week * 7 + day) for week in (0, 1) for day in range(5)]
    for number, (on, place) in enumerate((on, place) for on in days for place in PLACES if staff):
        member = staff[number % len(staff)]
        if not DutyTurn.objects.filter(staff=member, on=on).exists():
            duty_turns.give_turn(staff=member, on=on, begins=begins, ends=ends, place=place, by=home.admin, now=now)


def tell(home: Home) -> None:
    """This week's notices, as the rules would have put them. Those of today wait for an answer."""
    today = home.story.today
    now = home.story.at(today, 7, 40)
    window = Window(begins=today - LOOKED_BACK, ends=today + timedelta(days=1), today=today, now=now)
    outbox.put_many(wanted for kind in kinds() for wanted in _notices(kind, window))
    answered = Notice.objects.filter(wants_answer=True, answered_at__isnull=True).order_by("pk")
    ids = list(answered.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=ids[::3] + ids[1::3]).update(answered_at=home.story.now)


def _notices(kind: Kind, window: Window) -> Iterator[Wanted]:
    if kind.per != "school" or not kind.key.startswith(_TOLD):
        return
    found = sorted(kind.find(window), key=lambda item: (item.anchor, str(item.subject)))
    for item in found[:MOST_OF_A_KIND]:
        days = (window.today - item.anchor).days
        if _speaks(kind, days):
            yield _wanted(kind, item, days, window)


def _speaks(kind: Kind, days: int) -> bool:
    usual = kind.usual
    return usual.first <= days <= max(usual.first, usual.until)


def _wanted(kind: Kind, item: Item, days: int, window: Window) -> Wanted:
    values = {**item.variables, "days": str(abs(days))}
    title, body = (text.format(**values) for text in kind.words["zh-hans"])
    day: date = window.today
    return Wanted(
        dedupe_key=f"{kind.key}:{item.subject}:{item.to.user_id or item.child}:{day}",
        kind=kind.key,
        title=title,
        body=body,
        variables=values,
        path=item.path,
        to_user_id=item.to.user_id,
        to_name=item.to.name,
        email=item.to.email,
        phone=item.to.phone,
        works_from=item.to.works_from,
        works_until=item.to.works_until,
        channels=kind.usual.channels,
        urgency=kind.urgency,
        audience=kind.audience,
        subject=item.subject,
        child=item.child,
        wants_answer=bool(kind.usual.ladder),
        now=window.now,
        settled=True,
    )
