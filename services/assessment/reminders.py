"""Kinds of notice of this room: the steps of a round that wait for somebody."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db.models import Exists, Max, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.access.roles import Role
from services.assessment.choices import RoundState
from services.assessment.models import Result, Round
from services.kit import clock
from services.notify import people
from services.notify.catalogue import BY_MAIL, MORNING, Item, Kind, Person, Usual, Window, offer
from services.notify.choices import CatchUp, DayKind

CONFIRM_WITHIN = timedelta(days=7)  # of the day the results were computed
_ROUND: dict[str, Promise | str] = {"round": _("考核的季度"), "day": _("日期")}


def find_ending(window: Window) -> Iterator[Item]:
    """A quarter whose round is open, by its last day: what has not been recorded by then does not count."""
    rounds = Round.objects.filter(state=RoundState.OPEN, ends_on__range=(window.begins, window.ends))
    leaders = people.of_role(window.today, Role.HEAD, Role.SCHOOL_ADMIN) if rounds else []
    for round_ in rounds:
        for to in leaders:
            yield _item(round_, round_.ends_on, round_.ends_on, to)


def find_unconfirmed(window: Window) -> Iterator[Item]:
    """Results the scope's school has not confirmed, by the day they were computed; who may confirm is told."""
    mine = Result.objects.filter(round=OuterRef("pk"), confirmed_at__isnull=True)
    rounds = Round.objects.filter(Exists(mine), state=RoundState.COMPUTED, computed_at__isnull=False).order_by("pk")
    leaders = people.of_role(window.today, Role.SCHOOL_ADMIN, Role.HEAD) if rounds else []
    head = people.head(window.today) if leaders else None
    for round_ in rounds:
        computed_on = clock.day_of(round_.computed_at or window.now)
        if window.begins <= computed_on <= window.ends:
            for to in leaders:
                yield _item(round_, computed_on, computed_on + CONFIRM_WITHIN, to, people.another(to, head))


def find_unpublished(window: Window) -> Iterator[Item]:
    """Rounds all schools have confirmed, by the day of the last, to who publishes."""
    rounds = Round.objects.filter(state=RoundState.CONFIRMED).annotate(last=Max("results__confirmed_at"))
    leads = people.officers(window.today, Role.COUNTY_LEAD) if rounds else []
    for round_ in rounds:
        confirmed_on = clock.day_of(round_.last)
        if window.begins <= confirmed_on <= window.ends:
            for to in leads:
                yield _item(round_, confirmed_on, confirmed_on, to)


def _item(round_: Round, anchor: date, day: date, to: Person, next_to: Person | None = None) -> Item:
    return Item(
        subject=round_.public_id,
        anchor=anchor,
        to=to,
        variables={"round": str(round_.period), "day": people.day_words(day, to.language)},
        path=f"/rounds/{round_.public_id}/",
        next_to=next_to,
    )


offer(
    Kind(
        key="assessment.quarter_ends",
        title=_("季度考核快截止"),
        variables=_ROUND,
        words={
            "zh-hans": ("{round}考核截至{day}", "没有记下的谈心、家访和通话，请在这一天前补记；之后的不计入。"),
            "en": (
                "{round}: the quarter ends on {day}",
                "Please record by then what was done; later ones do not count.",
            ),
        },
        find=find_ending,
        usual=Usual(at=MORNING, first=-5, every=4, until=-1, channels=BY_MAIL),
    ),
    Kind(
        key="assessment.to_confirm",
        title=_("考核结果待学校确认"),
        variables=_ROUND,
        words={
            "zh-hans": ("{round}考核结果请在{day}前确认", "请逐项核对，有出入先补记或更正，再点“确认”。"),
            "en": ("{round}: please confirm by {day}", "Check each line; mend what is wrong first, then confirm."),
        },
        find=find_unconfirmed,
        usual=Usual(at=MORNING, first=1, every=2, until=10, channels=BY_MAIL, ladder=(2, 3, 5), expires_hours=48),
    ),
    Kind(
        key="assessment.to_publish",
        title=_("考核结果待公布"),
        variables=_ROUND,
        words={
            "zh-hans": ("{round}考核各校已确认，待公布", "最后一所学校{day}确认。公布后结果不能再改。"),
            "en": ("{round}: confirmed by all schools", "The last one did on {day}. Once published, results stay."),
        },
        find=find_unpublished,
        usual=Usual(
            at=time(8, 30),
            first=1,
            every=3,
            until=30,
            days=DayKind.CALENDAR,
            channels=BY_MAIL,
            catch_up=CatchUp.LATEST,
            expires_hours=72,
        ),
        per="county",
    ),
)
