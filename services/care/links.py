"""看望反馈: whoever visits a child, a volunteer or a relative, says in one tap how it was. Due work in a calendar feed.

A visit of a volunteer is no care record: those are the teacher's own work, and are counted.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.access.actor import Actor
from services.care import notifications
from services.care.choices import DueState
from services.care.models import DueWork
from services.children import links as children
from services.links import calendar, kinds
from services.links.calendar import CalendarEvent
from services.links.kinds import LinkKind, Question
from services.links.models import Link, LinkAnswer
from services.plans.choices import CareActivity


class Visit(models.TextChoices):
    """How a visit was."""

    WELL = "well", gettext_lazy("已看望，一切都好")
    CONCERN = "concern", gettext_lazy("有情况")


def question(link: Link, _now: datetime) -> str:
    return _("看望过了吗？孩子怎么样？") if children.child_of(link.subject) else ""


def on_report(answer: LinkAnswer, now: datetime) -> None:
    """What is wrong is told at once to the teacher of the child and to the head."""
    child = children.child_of(answer.link.subject)
    if answer.choice == Visit.CONCERN and child:
        notifications.notify_visit_concern(child=child, link=answer.link, now=now)


VISIT_REPORT = LinkKind(
    key="care.visit_report",
    title=gettext_lazy("看望反馈"),
    lead=gettext_lazy("看望孩子的人一点就报平安；有情况，马上告诉老师和校长。"),
    message=gettext_lazy("看望孩子以后，请点开报个平安。"),
    about=children.ABOUT,
    issuable=children.issuable,
    names=children.names_of,
    digits=None,  # a volunteer's number is in no table: whoever issues the link has it
    question=Question(
        text=question,
        choices=dict(Visit.choices),
        explained=Visit.CONCERN,
        on_answer=on_report,
    ),
    days=90,
    max_days=180,  # a term of visits
)
kinds.register(VISIT_REPORT)


@calendar.register
def due_events(by: Actor, begins: date, ends: date) -> Iterator[CalendarEvent]:
    """The own due work, counted by day: a lock screen shows it to whoever looks."""
    due = DueWork.objects.filter(staff=by.staff_id or 0, state=DueState.DUE, due_on__range=(begins, ends))
    days = due.order_by("due_on", "activity").values_list("due_on", "activity").annotate(n=models.Count("pk"))
    for day, activity, count in days:
        values = {"activity": CareActivity(activity).label, "n": count}
        title = _("%(activity)s到期：%(n)d 名") % values
        yield CalendarEvent(uid=f"{day}-{activity}-{by.staff_id}", title=title, begins=day)
