"""What is answered on the page of a link: a visit, a consent and its withdrawal; who hears of it, what is kept."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.access.models import AuditEvent
from services.care.actions import pairings
from services.links import queries
from services.links.actions import answering, issuing, opening
from services.links.models import Link, LinkAnswer, LinkSession
from services.notify.models import Delivery, Notification
from services.retention import actions as retention
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care
from tests.factories.health import phone
from tests.links.test_links import NUMBER, confirm, issue, open_on_phone

VISIT, CONSENT = "care.visit_report", "children.consent"
OF_VOLUNTEER = "4321"
QUESTION = "参加9月14日在校体检，结果告诉家长"


@pytest.fixture
def town(town: Town) -> Town:
    """王老师 is the mentor of 王小明, whose grandmother has a telephone."""
    with town.as_(town.head_li):
        phone(town.xiaoming.pupil, NUMBER)
        care.pair(town, town.xiaoming, "wang")
    return town


def issued(town: Town, kind: str, by: Any = None, **more: Any) -> tuple[Link, LinkSession]:
    """A link that is open on a phone, confirmed."""
    own = {VISIT: {"digits": OF_VOLUNTEER, "purpose": "周大爷"}, CONSENT: {"question": QUESTION}}[kind]
    link, token = issue(town, by or town.teacher_wang, kind=kind, **own | more)
    session = open_on_phone(town, token)
    assert confirm(town, session, OF_VOLUNTEER if kind == VISIT else NUMBER[-4:])
    return link, session


def answer(
    town: Town, session: LinkSession, choice: str, *, submission: UUID | None = None, note: str = "", **later: int
) -> LinkAnswer:
    now: datetime = town.monday + timedelta(hours=2) + timedelta(**later)
    with scope(queries.scope_of(session)):
        session.refresh_from_db()
        return answering.answer_link(
            session=session, choice=choice, submission=submission or uuid4(), note=note, now=now
        )


def test_a_visit_is_reported_in_one_tap_and_nobody_is_disturbed(town: Town) -> None:
    link, session = issued(town, VISIT)

    answer(town, session, "well")

    with town.a.inside():
        (stored,) = link.answers.all()
        assert (stored.choice, stored.label, stored.question) == (
            "well",
            "已看望，一切都好",
            "看望过了吗？孩子怎么样？",
        )
        assert not Notification.objects.filter(kind="care.visit_concern").exists()
        event = AuditEvent.objects.get(action="links.answered")
        assert (event.user_id, event.target) == (None, [str(town.xiaoming.public_id), str(link.public_id)])


def test_something_wrong_reaches_the_mentor_and_the_head_at_once_and_once_a_day(town: Town) -> None:
    _link, session = issued(town, VISIT)

    answer(town, session, "concern")
    answer(town, session, "concern", note="爷爷住院了")

    with town.a.inside():
        rows = Notification.objects.filter(kind="care.visit_concern")
        assert sorted(rows.values_list("recipient_name", flat=True)) == ["李校长", "王老师"]
        for row in rows:
            assert (row.urgency, row.child_id) == ("safety", town.xiaoming.public_id)
            assert row.path == f"/children/{town.xiaoming.public_id}/?tab=links"
            assert not any(text in f"{row.title}{row.body}{row.variables}" for text in ("小明", "爷爷", "住院"))
        assert Delivery.objects.filter(notification__in=rows).exists()

    answer(town, session, "concern", days=1)
    with town.a.inside():
        assert Notification.objects.filter(kind="care.visit_concern").count() == 4


def test_a_double_tap_is_one_answer_and_another_visit_a_further_one(town: Town) -> None:
    link, session = issued(town, VISIT)
    submission = uuid4()

    first = answer(town, session, "well", submission=submission)
    again = answer(town, session, "concern", submission=submission)
    later = answer(town, session, "well", days=7)

    assert again.pk == first.pk
    with town.a.inside():
        assert [*link.answers.order_by("pk")] == [first, later]
        assert not Notification.objects.filter(kind="care.visit_concern").exists()


def test_consent_is_kept_with_day_and_words_and_so_is_its_withdrawal(town: Town) -> None:
    link, session = issued(town, CONSENT)

    given = answer(town, session, "yes")
    withdrawn = answer(town, session, "no", days=30)

    with town.a.inside():
        assert [*link.answers.order_by("pk").values_list("choice", "question", "label")] == [
            ("yes", QUESTION, "同意"),
            ("no", QUESTION, "不同意"),
        ]
        assert withdrawn.answered_at - given.answered_at == timedelta(days=30)
        assert queries.current_answers(CONSENT, [town.xiaoming.public_id])[town.xiaoming.public_id] == withdrawn


def test_no_answer_is_taken_once_the_link_is_over_revoked_unfounded_or_unconfirmed(town: Town) -> None:
    over, revoked, left = (issued(town, VISIT, by=town.head_li) for _ in range(3))
    unfounded = issued(town, VISIT)
    _link, token = issue(town, town.head_li, kind=VISIT, digits=OF_VOLUNTEER)
    unconfirmed = open_on_phone(town, token)
    with town.as_(town.head_li) as head:
        issuing.revoke_link(link=revoked[0], by=head, now=town.monday)
        pairings.end_pairing(pairing=town.xiaoming.pairings.get(), reason="转学", by=head, now=town.monday)

    texts = set()
    for session, days in ((over[1], 91), (revoked[1], 0), (unfounded[1], 0), (unconfirmed, 0)):
        with pytest.raises(opening.LinkClosed) as closed:
            answer(town, session, "concern", days=days)
        texts.add(str(closed.value))
    with town.a.inside():
        type(town.xiaoming).objects.filter(pk=town.xiaoming.pk).update(closed_on=town.monday)
    with pytest.raises(opening.LinkClosed):
        answer(town, left[1], "concern")

    assert texts == {"这个链接不能用了。请向发给您的老师再要一个。"}
    with town.a.inside():
        assert not LinkAnswer.objects.exists()
        assert not Notification.objects.filter(kind="care.visit_concern").exists()


def test_a_link_takes_a_hundred_answers_and_no_more(town: Town) -> None:
    _link, session = issued(town, VISIT)
    first = answer(town, session, "well")
    with town.a.inside():
        LinkAnswer.objects.bulk_create(
            LinkAnswer(
                link=first.link, submission=uuid4(), choice="well", question="", label="", answered_at=town.monday
            )
            for _ in range(answering.MAX_ANSWERS - 1)
        )

    with pytest.raises(opening.LinkClosed):
        answer(town, session, "well")


@pytest.mark.parametrize(("choice", "note", "field"), [("maybe", "", "choice"), ("concern", "长" * 301, "note")])
def test_an_answer_that_the_page_does_not_offer_is_refused(town: Town, choice: str, note: str, field: str) -> None:
    _link, session = issued(town, VISIT)

    with pytest.raises(answering.UnableToAnswer) as refused:
        answer(town, session, choice, note=note)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        (VISIT, {"digits": ""}, "digits"),
        (VISIT, {"digits": "12345"}, "digits"),
        (VISIT, {"digits": "４３２１"}, "digits"),
        (VISIT, {"digits": "4321", "question": "问什么"}, "question"),
        (CONSENT, {"question": "  "}, "question"),
        (CONSENT, {"question": "长" * 301}, "question"),
        (CONSENT, {"question": "做什么", "digits": "4321"}, "digits"),
    ],
)
def test_a_link_is_issued_with_what_its_kind_needs(town: Town, kind: str, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(issuing.UnableToIssueLink) as refused:
        issue(town, town.head_li, kind=kind, **wrong)
    assert refused.value.field == field


def test_the_digits_of_a_volunteer_open_the_link_and_those_of_the_family_do_not(town: Town) -> None:
    _link, token = issue(town, town.head_li, kind=VISIT, digits=OF_VOLUNTEER)
    session = open_on_phone(town, token)

    assert not confirm(town, session, NUMBER[-4:])
    assert confirm(town, session, OF_VOLUNTEER)


def test_answers_are_kept_three_years_and_links_without_any_one(town: Town) -> None:
    answered, session = issued(town, CONSENT)
    answer(town, session, "yes")
    silent, _session = issued(town, CONSENT)

    def left_after(days: int) -> set[int]:
        retention.purge_county(county_id=town.county.pk, now=answered.expires_at + timedelta(days=days))
        with scope(ALL_TENANTS):
            return set(Link.objects.values_list("pk", flat=True))

    assert [left_after(days) for days in (364, 366, 3 * 365 - 1, 3 * 365 + 1)] == [
        {answered.pk, silent.pk},
        {answered.pk},
        {answered.pk},
        set(),
    ]
    with scope(ALL_TENANTS):
        assert not LinkAnswer.objects.exists()


def test_the_next_teacher_reads_what_visitors_reported_before_and_strangers_do_not(
    town: Town, calls: Any, browses: Any
) -> None:
    link, session = issued(town, VISIT)
    answer(town, session, "concern", note="爷爷住院了")
    with town.as_(town.head_li) as head:
        pairings.end_pairing(pairing=town.xiaoming.pairings.get(), reason="交接", by=head, now=town.monday)
        care.pair(town, town.xiaoming, "chen")
    path = f"children/{town.xiaoming.public_id}"

    (row,) = calls(town.teacher_chen).get(f"{path}/links").json()["links"]
    page = browses(town.teacher_chen).get(f"/{path}/?tab=links").content.decode()

    assert (row["id"], row["purpose"], row["revoked_at"] is None) == (str(link.public_id), "周大爷", False)
    assert [(answer["choice"], answer["note"]) for answer in row["answers"]] == [("concern", "爷爷住院了")]
    assert all(text in page for text in ("周大爷", "爷爷住院了", "有情况"))
    assert calls(town.head_li).get(f"links/{link.public_id}").json()["answers"] == row["answers"]
    for other in (town.teacher_wang, town.admin_of_b):
        assert calls(other).get(f"{path}/links").status_code == 404
        assert browses(other).get(f"/{path}/?tab=links").status_code == 404
    assert calls(town.officer).get(f"{path}/links").status_code == 403
    assert "爷爷" not in browses(town.officer).get(f"/{path}/?tab=links").content.decode()


def test_the_api_asks_for_consent_in_the_words_of_the_teacher(town: Town, calls: Any) -> None:
    call = calls(town.teacher_wang)
    body = {"kind": CONSENT, "subject": str(town.xiaoming.public_id)}

    assert [error["attr"] for error in call.post("links", body).json()["errors"]] == ["question"]
    made = call.post("links", body | {"question": QUESTION}).json()

    assert call.get(f"links/{made['id']}").json()["question"] == QUESTION
