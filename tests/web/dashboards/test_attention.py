"""The county's morning: each question is a line on the first page, opens its schools, and they their children."""

from datetime import timedelta
from typing import Any

import pytest

from services.access.models import Membership
from services.care.models import Pairing
from services.children.choices import ImportState
from services.children.models import RosterImport
from services.dashboards import queries
from services.dashboards.attention.items import AttentionItem, LateSchool
from services.kit import clock
from services.kit.periods import Quarter
from services.notify.models import Notification
from services.schools.scope import ALL_TENANTS, scope
from tests.factories import assessment as work
from tests.factories import children as people
from tests.web.dashboards.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_a_child_without_contact_for_30_days_is_found_in_three_steps(morning: Any, browses: Any) -> None:
    officer = browses(morning.officer)

    assert 'href="/county/attention/contact/"' in officer.get("/county/").content.decode()
    page = officer.get("/county/attention/contact/").content.decode()
    url = f"/children/?school={morning.a.school.public_id}&contact=no"
    assert url.replace("&", "&amp;") in page
    children = officer.get(url).content.decode()
    assert "王小明" in children
    assert "中心小学" in children
    with morning.a.inside():
        work.recorded(Pairing.objects.get(child=morning.xiaoming), "talk", TODAY - timedelta(days=1))
    assert "王小明" not in officer.get(url).content.decode()


def test_few_children_are_withheld_and_the_sum_leaves_them_out(morning: Any, browses: Any) -> None:
    """中心小学 has three children whom nobody called, who would follow from a sum of fifteen and twelve elsewhere."""
    page = browses(morning.actors["leader"]).get("/county/attention/contact/").content.decode()
    assert "所学校有孩子 30 天没有联系：若干 名" in page
    assert '<td class="number">保密</td>' in page or '<td class="number">&lt;5</td>' in page

    with morning.county_scope():
        row = queries.county_page(quarter=Quarter.of(TODAY), now=clock.now()).schools[0]
    schools = [LateSchool(1, row, 12), LateSchool(2, row, 3, "<5")]
    item = AttentionItem("contact", "%(schools)d 所：%(count)s 名", "alert", schools=schools)
    assert (item.text, item.public_text) == ("2 所：至少 12 名", "2 所：至少 12 名")
    assert [school.shown for school in item.schools] == ["12", "<5"]


def test_a_file_opened_this_month_has_had_no_time_for_contact(morning: Any, browses: Any) -> None:
    with morning.a.inside():
        child = people.child("新来的", morning.a.classes[0])
        type(child).objects.filter(pk=child.pk).update(opened_on=TODAY - timedelta(days=5))

    assert "新来的" not in browses(morning.officer).get("/children/", {"contact": "no"}).content.decode()


def test_schools_without_plan_roster_or_report_are_named(morning: Any, browses: Any) -> None:
    officer = browses(morning.officer)

    def named(code: str) -> tuple[bool, bool]:
        page = officer.get(f"/county/attention/{code}/").content.decode()
        return "中心小学" in page, "河西小学" in page

    assert named("plan") == (True, False)
    assert named("deadlines") == (True, False)
    assert "秋季摸底表" in officer.get("/county/attention/deadlines/").content.decode()
    assert named("old_roster")[0]
    with morning.a.inside():
        RosterImport.objects.create(
            file_name="秋.xlsx",
            size=1,
            sha256="0" * 64,
            state=ImportState.COMMITTED,
            uploaded_by_id=morning.admin_zhao.user_id,
            uploaded_at=clock.now(),
            committed_at=clock.now(),
        )
    assert not named("old_roster")[0]


def test_each_reminder_opens_the_page_on_which_it_is_done(morning: Any, browses: Any) -> None:
    officer = browses(morning.officer)

    for code in ("contact", "deadlines", "plan", "old_roster"):
        assert officer.post(f"/county/attention/{code}/remind/", follow=True).status_code == 200
    with morning.a.inside():
        paths = Notification.objects.filter(recipient_id=morning.head_li.user_id).values_list("path", flat=True)
        assert sorted(paths) == ["/children/?contact=no", "/deadlines/", "/plan/", "/rosters/"]


def test_who_leaves_next_month_is_still_reminded_and_who_has_left_is_not(morning: Any, browses: Any) -> None:
    with scope(ALL_TENANTS):
        Membership.objects.filter(user_id=morning.admin_zhao.user_id).update(until=TODAY + timedelta(days=30))
        Membership.objects.filter(user_id=morning.head_li.user_id).update(until=TODAY)

    browses(morning.officer).post("/county/attention/plan/remind/")

    with morning.a.inside():
        reminded = Notification.objects.filter(path="/plan/").values_list("recipient_id", flat=True)
        assert list(reminded) == [morning.admin_zhao.user_id]


def test_what_came_up_to_the_county_unanswered_is_first(morning: Any, browses: Any) -> None:
    officer = browses(morning.officer)
    assert "升级到县里" not in officer.get("/county/").content.decode()
    with morning.county_scope():
        Notification.objects.create(
            kind="care.talk_late",
            title="谈心逾期，没有人确认",
            recipient_id=morning.officer.user_id,
            created_at=clock.now(),
            escalation_level=3,
            requires_acknowledgement=True,
            dedupe_key="escalated",
        )

    assert 'href="/inbox/?escalated=1"' in officer.get("/county/").content.decode()
    assert "谈心逾期，没有人确认" in officer.get("/inbox/", {"escalated": "1"}).content.decode()


def test_a_settled_item_is_shown_as_done_and_an_unknown_one_is_not_found(morning: Any, browses: Any) -> None:
    officer = browses(morning.officer)

    assert "各校都办好了" in officer.get("/county/attention/findings/").content.decode()
    assert officer.get("/county/attention/nothing/").status_code == 404


def test_leaders_see_schools_and_no_children(morning: Any, browses: Any) -> None:
    leader = browses(morning.actors["leader"])

    page = leader.get("/county/attention/contact/").content.decode()
    assert "中心小学" in page
    assert "/children/" not in page
    assert "催报" not in page
    for nobody in (morning.head_li, morning.teacher_wang, morning.nurse_sun, morning.actors["auditor"]):
        assert browses(nobody).get("/county/attention/contact/").status_code == 403
