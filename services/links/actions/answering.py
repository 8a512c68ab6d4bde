"""Answer what the page of a link asks. Whoever answers has no account: the phone's session says which link it is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.kit.exceptions import ApplicationError
from services.links import kinds, queries
from services.links.actions.opening import check_founded, closed
from services.links.choices import AuditAction
from services.links.models import Link, LinkAnswer, LinkSession

MAX_ANSWERS = 100  # of one link: a visit every other day for half a year
MAX_NOTE_LENGTH = 300


class UnableToAnswer(ApplicationError):
    """The page does not offer this answer, or the note is too long."""


@transaction.atomic
def answer_link(*, session: LinkSession, choice: str, submission: UUID, note: str = "", now: datetime) -> LinkAnswer:
    """Store an answer with what was asked, in the school's scope. Raises LinkClosed, UnableToAnswer.

    The same form sent twice is one answer; another form is a further one, and the newest counts.
    """
    link = Link.objects.select_for_update().get(pk=session.link_id)
    _check_answerable(link, session, now)
    if earlier := link.answers.filter(submission=submission).first():
        return earlier
    question = kinds.get(link.kind).question
    text = question.text(link, now) if question else ""
    if question is None or not text or link.answers.count() >= MAX_ANSWERS:
        raise closed()
    if choice not in question.choices:
        raise UnableToAnswer(_("请按其中一个按钮。"), field="choice")
    answer = LinkAnswer(
        link=link,
        submission=submission,
        choice=choice,
        question=text,
        label=str(question.choices[choice]),
        answered_at=now,
    )
    answer.seal("note", _checked_note(note) if choice == question.explained else "")
    answer.save()
    audit.log(AuditAction.LINK_ANSWERED, target=[link.subject, link], by=None, now=now, detail={"choice": choice})
    question.on_answer(answer, now)
    return answer


def _check_answerable(link: Link, session: LinkSession, now: datetime) -> None:
    if session.confirmed_at is None or not queries.is_open(link, now):
        raise closed()
    check_founded(link, now)


def _checked_note(note: str) -> str:
    if len(note.strip()) > MAX_NOTE_LENGTH:
        raise UnableToAnswer(_("最多 %d 个字。") % MAX_NOTE_LENGTH, field="note")
    return note.strip()
