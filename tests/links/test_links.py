"""Links for people without an account: who issues which, who sees and ends them, what a phone gets."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from services.access.models import AuditEvent
from services.children.assignments import assign
from services.children.choices import AssignmentReason, PhoneOwner, VerificationResult
from services.links import queries
from services.links.actions import issuing, opening
from services.links.models import Link, LinkSession
from services.retention import actions as retention
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories.health import phone

KIND = "children.family_page"
NUMBER = "13812345678"
ADDRESS = "203.0.113.7"


@pytest.fixture
def town(town: Town) -> Town:
    """王老师 looks after 王小明, whose grandmother has a telephone; 张强's father has none that works."""
    with town.as_(town.head_li) as head:
        wang = town.a.staff["wang"]
        assign(child=town.xiaoming, staff=wang, reason=AssignmentReason.SHARED, by=head, now=town.monday)
    with town.a.inside():
        phone(town.xiaoming.pupil, NUMBER)
        phone(town.a.pupils["张强"], "13900000000", PhoneOwner.FATHER, verification=VerificationResult.NOT_IN_SERVICE)
    return town


def issue(town: Town, by: Any, **more: Any) -> tuple[Link, str]:
    values = {"kind": KIND, "subject": town.xiaoming.public_id, "by": by, "now": town.monday} | more
    with town.as_(by):
        return issuing.issue_link(**values)


def open_on_phone(town: Town, token: str, *, hours: int = 1) -> LinkSession:
    """What the page does with a token: find the link, remember the phone; its session."""
    now = town.monday + timedelta(hours=hours)
    link = opening.find_link(token=token, address=ADDRESS, now=now)
    with scope(queries.scope_of(link)):
        session = queries.session_of(opening.open_session(link=link, now=now))
    assert session
    return session


def confirm(town: Town, session: LinkSession, digits: str) -> bool:
    with scope(queries.scope_of(session)):
        return opening.confirm_session(session=session, digits=digits, now=town.monday + timedelta(hours=1))


def test_a_teacher_issues_a_link_about_an_assigned_child_and_about_no_other(town: Town) -> None:
    link, token = issue(town, town.teacher_wang, purpose=" 外婆 ", days=3)

    assert (link.purpose, link.expires_at - town.monday, link.max_uses) == ("外婆", timedelta(days=3), 1)
    assert token not in str(vars(link))
    for by in (town.teacher_chen, town.admin_of_b):
        with pytest.raises(issuing.UnableToIssueLink, match="没有找到"):
            issue(town, by)
    for nobody in (town.nurse_sun, town.actors["auditor"], town.officer):
        with pytest.raises(PermissionDenied):
            issue(town, nobody)


@pytest.mark.parametrize("days", [0, 32, -1])
def test_a_link_ends_within_a_month(town: Town, days: int) -> None:
    with pytest.raises(issuing.UnableToIssueLink, match="1 到 31") as refused:
        issue(town, town.head_li, days=days)
    assert refused.value.field == "days"


def test_no_link_is_issued_where_no_number_could_confirm_it(town: Town) -> None:
    with pytest.raises(issuing.UnableToIssueLink, match="登记"):
        issue(town, town.head_li, subject=town.a.children["张强"].public_id)


def test_the_right_digits_open_the_page_on_one_phone_and_on_no_second(town: Town) -> None:
    link, token = issue(town, town.head_li)
    first, second = open_on_phone(town, token), open_on_phone(town, token)

    assert confirm(town, first, NUMBER[-4:])

    with pytest.raises(opening.LinkClosed):
        confirm(town, second, NUMBER[-4:])
    with pytest.raises(opening.LinkClosed):
        open_on_phone(town, token)
    with town.a.inside():
        link.refresh_from_db()
        assert (link.uses, link.sessions.filter(confirmed_at__isnull=False).count()) == (1, 1)
        opened = AuditEvent.objects.get(action="links.opened")
        assert (opened.user_id, opened.target) == (None, [str(town.xiaoming.public_id), str(link.public_id)])


def test_right_digits_sent_twice_are_right_twice_and_count_once(town: Town) -> None:
    link, token = issue(town, town.head_li)
    session = open_on_phone(town, token)

    assert confirm(town, session, NUMBER[-4:])
    assert confirm(town, session, NUMBER[-4:])

    with town.a.inside():
        link.refresh_from_db()
        assert (link.uses, AuditEvent.objects.filter(action="links.opened").count()) == (1, 1)


def test_five_wrong_answers_close_a_link_for_good_whichever_phone_they_come_from(town: Town) -> None:
    _link, token = issue(town, town.head_li)
    sessions = [open_on_phone(town, token) for _ in range(5)]

    assert not any(confirm(town, session, "0000") for session in sessions)

    for session in sessions:
        with pytest.raises(opening.LinkClosed):
            confirm(town, session, NUMBER[-4:])
    with town.a.inside():
        assert AuditEvent.objects.filter(action="links.locked").count() == 1


def test_a_link_that_is_unknown_over_revoked_or_of_no_kind_gives_one_and_the_same_answer(town: Town) -> None:
    answers = set()
    expired, revoked, foreign = (issue(town, town.head_li) for _ in range(3))
    with town.as_(town.head_li) as head:
        issuing.revoke_link(link=revoked[0], by=head, now=town.monday)
    with town.a.inside():
        Link.objects.filter(pk=foreign[0].pk).update(kind="of.a.later.release")
    tokens = {expired[1]: 15 * 24, revoked[1]: 1, foreign[1]: 1, revoked[1][:-1]: 1, "": 1}
    for token, hours in tokens.items():
        with pytest.raises(opening.LinkClosed) as closed:
            open_on_phone(town, token, hours=hours)
        answers.add(str(closed.value))
    assert answers == {"这个链接不能用了。请向发给您的老师再要一个。"}


def test_tokens_cannot_be_guessed_from_one_address(town: Town) -> None:
    _link, token = issue(town, town.head_li)
    for number in range(60):
        with pytest.raises(opening.LinkClosed):
            open_on_phone(town, f"guess{number}")

    with pytest.raises(opening.LinkClosed):
        open_on_phone(town, token)
    assert opening.find_link(token=token, address="203.0.113.8", now=town.monday)


def test_a_whole_class_opens_its_links_behind_one_address(town: Town) -> None:
    _link, token = issue(town, town.head_li)

    for _ in range(61):
        assert opening.find_link(token=token, address=ADDRESS, now=town.monday)


def test_everybody_sees_the_own_links_and_heads_their_schools(town: Town, calls: Any) -> None:
    link, _token = issue(town, town.teacher_wang)

    def seen(by: Any) -> list[str]:
        return [row["id"] for row in calls(by).get("links").json()["results"]]

    assert seen(town.teacher_wang) == seen(town.head_li) == seen(town.admin_zhao) == [str(link.public_id)]
    assert seen(town.teacher_chen) == seen(town.admin_of_b) == []
    for nobody in (town.officer, town.nurse_sun, town.actors["auditor"]):
        assert calls(nobody).get("links").status_code == 403
    for other in (town.teacher_chen, town.admin_of_b):
        assert calls(other).send("delete", f"links/{link.public_id}").status_code == 404


def test_the_api_answers_the_token_once_in_the_fragment_and_revokes(town: Town, calls: Any) -> None:
    call = calls(town.head_li)
    body = {"kind": KIND, "subject": str(town.xiaoming.public_id), "purpose": "外婆"}

    made = call.post("links", body).json()

    path, _, token = made["url"].partition("#")
    assert path.endswith("/open/")
    session = open_on_phone(town, token)
    assert confirm(town, session, NUMBER[-4:])
    assert token not in call.get(f"links/{made['id']}").content.decode()
    assert call.send("delete", f"links/{made['id']}").status_code == 204
    with town.a.inside():
        assert not queries.is_open(Link.objects.get(public_id=made["id"]), town.monday)
        actions_of = list(AuditEvent.objects.filter(action__startswith="links.").values_list("action", flat=True))
    assert sorted(actions_of) == ["links.issued", "links.opened", "links.revoked", "links.viewed"]


@pytest.mark.parametrize("wrong", [{"kind": "no.such.kind"}, {"subject": str(uuid4())}, {"days": 0}, {"days": 40}])
def test_the_api_names_the_field_that_is_wrong(town: Town, calls: Any, wrong: dict[str, Any]) -> None:
    body = {"kind": KIND, "subject": str(town.xiaoming.public_id)} | wrong

    answer = calls(town.head_li).post("links", body)

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [*wrong]
    with town.a.inside():
        assert not Link.objects.exists()


def test_a_link_is_kept_a_year_beyond_its_end_and_goes_with_its_phones(town: Town) -> None:
    link, token = issue(town, town.head_li)
    open_on_phone(town, token)

    def purged(days: int) -> int:
        now = link.expires_at + timedelta(days=days)
        return retention.purge_county(county_id=town.county.pk, now=now)["links"]

    assert (purged(364), purged(366)) == (0, 1)
    with scope(ALL_TENANTS):
        assert not Link.objects.exists()
        assert not LinkSession.objects.exists()
