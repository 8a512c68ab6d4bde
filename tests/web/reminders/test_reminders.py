"""提醒规则: shown as sentences, changed, switched off, previewed."""

import pytest

from services.notify.models import Notification
from services.reminders.models import ReminderRule, SchoolReminderRule
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db
LATE = "care.talk.late"
FORM = {
    "offset_days": "1",
    "send_at": "08:10",
    "day_counting": "school",
    "repeat_every_days": "3",
    "repeat_until_days": "10",
    "channel_1": "inbox",
    "channel_2": "email",
    "channel_3": "",
    "level_1": "2",
    "level_2": "",
    "level_3": "",
    "catch_up": "latest",
    "expires_after_hours": "24",
}


@pytest.fixture(autouse=True)
def _clock(at_monday):
    """Views read the clock."""


def rules_of(model):
    with scope(ALL_TENANTS):
        rows = model.objects.filter(kind=LATE, superseded_at=None)
        return [
            (f"{row.send_at:%H:%M}", row.repeat_every_days, row.channels, row.escalation_days, row.is_enabled)
            for row in rows
        ]


def test_rule_is_shown_in_a_line_and_on_its_page_in_full(town: Town, browses):
    school = browses(town.admin_zhao)
    page = school.get("/reminder-rules/").content.decode()

    assert "谈心谈话逾期" in page
    assert "1 天后起每 5 天提醒结对教师，4 天没回复告诉班主任或校长" in page
    assert "当天提醒结对教师一次" in page
    assert "全县一周小结" not in page, "a rule of the county whole"
    assert "全县一周小结" in browses(town.officer).get("/reminder-rules/").content.decode()
    whole = school.get(f"/reminder-rules/{LATE}/").content.decode()
    assert "1 个上学日后 07:40，之后每 5 个上学日再提醒，直到 20 个上学日后" in whole
    assert "站内消息 → 电子邮件" in whole


def test_recipients_of_each_rule_are_shown(town: Town, browses):
    page = browses(town.lead).get("/reminder-rules/").content.decode()

    for recipients in ("结对教师", "班主任", "家长", "校长、学校管理员", "县级负责人", "县级工作人员"):
        assert f"提醒{recipients}" in page
    assert "教师及其他" not in page
    assert "提醒县级负责人" not in browses(town.admin_zhao).get("/reminder-rules/").content.decode()


def test_rules_are_narrowed_to_those_that_are_off_or_the_schools_own(town: Town, browses):
    school = browses(town.admin_zhao)
    assert "?show=" not in school.get("/reminder-rules/").content.decode(), "nothing to choose while all are alike"
    school.post(f"/reminder-rules/{LATE}/toggle/", {"on": "0"})

    for shown in ("off", "own"):
        page = school.get(f"/reminder-rules/?show={shown}").content.decode()
        assert page.count('class="rule rule-off"') == 1
        assert "谈心谈话逾期" in page
        assert "家访逾期" not in page
    on = school.get("/reminder-rules/?show=on").content.decode()
    assert 'rule-off"' not in on
    assert "家访逾期" in on
    assert "种提醒开着" in on
    assert "种提醒都开着" in browses(town.admin_of_b).get("/reminder-rules/").content.decode()
    assert "没有这样的规则" in browses(town.admin_of_b).get("/reminder-rules/?show=own").content.decode()


def test_switching_a_rule_off_is_taken_back_to_what_held_before(town: Town, browses):
    school = browses(town.admin_zhao)
    answer = school.post(f"/reminder-rules/{LATE}/toggle/", {"on": "0"}, headers={"HX-Request": "true"})
    row = answer.content.decode()
    assert row.lstrip().startswith('<li class="rule rule-off">')
    assert 'aria-checked="false"' in row
    assert "“谈心谈话逾期”已停用，不再发这种提醒。" in row
    # The school had followed the county, so that is what holds again.
    assert f'action="/reminder-rules/{LATE}/reset/"' in row
    assert school.post(f"/reminder-rules/{LATE}/reset/").status_code == 302
    assert rules_of(SchoolReminderRule) == []

    county = browses(town.officer)
    row = county.post(f"/reminder-rules/{LATE}/toggle/", {"on": "0"}, headers={"HX-Request": "true"}).content.decode()
    undo = f"/reminder-rules/{LATE}/toggle/?on=1"
    assert f'action="{undo}"' in row
    assert [rule[-1] for rule in rules_of(ReminderRule)] == [False]
    assert county.post(undo).status_code == 302
    assert [rule[-1] for rule in rules_of(ReminderRule)] == [True]
    assert browses(town.teacher_wang).post(undo).status_code == 403


def test_county_changes_a_rule_and_a_school_overrides_and_resets_it(town: Town, browses):
    county, school = browses(town.officer), browses(town.admin_zhao)
    assert county.post(f"/reminder-rules/{LATE}/edit/", FORM).status_code == 302
    assert rules_of(ReminderRule) == [("08:10", 3, ["inbox", "email"], [2], True)]
    assert school.post(f"/reminder-rules/{LATE}/edit/", FORM | {"send_at": "09:00"}).status_code == 302
    assert school.post(f"/reminder-rules/{LATE}/toggle/", {"on": "0"}).status_code == 302

    assert rules_of(SchoolReminderRule) == [("09:00", 3, ["inbox", "email"], [2], False)]
    assert "第 2 版" in school.get(f"/reminder-rules/{LATE}/").content.decode()
    assert "本校规则" not in browses(town.admin_of_b).get(f"/reminder-rules/{LATE}/").content.decode()
    assert school.post(f"/reminder-rules/{LATE}/reset/").status_code == 302
    assert rules_of(SchoolReminderRule) == []


def test_invalid_rule_shows_an_error_and_keeps_what_was_typed(town: Town, browses):
    response = browses(town.officer).post(f"/reminder-rules/{LATE}/edit/", FORM | {"send_at": "13:00"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "安静时段内，请改到 14:00 或更晚" in page
    assert 'value="13:00"' in page
    # Whether the default rule is stored yet depends on the clock of the evaluation.
    assert rules_of(ReminderRule) in ([], [("07:40", 5, ["inbox", "email"], [2, 4, 7], True)])


def test_preview_lists_notifications_and_sends_nothing(town: Town, browses):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    school = browses(town.admin_zhao)
    page = school.post(f"/reminder-rules/{LATE}/preview/", FORM, headers={"HX-Request": "true"}).content.decode()

    assert "未来 14 天共 2 条，发给 1 人。" in page
    assert "王老师" in page
    assert "谈心谈话已逾期 3 天" in page
    assert "<html" not in page
    whole = school.post(f"/reminder-rules/{LATE}/preview/").content.decode()
    assert "<html" in whole, "without JavaScript it is a page of its own"
    of_b = browses(town.admin_of_b).post(f"/reminder-rules/{LATE}/preview/", FORM).content.decode()
    assert "不会发出这种提醒" in of_b
    invalid = school.post(f"/reminder-rules/{LATE}/preview/", FORM | {"send_at": "25:00"})
    assert invalid.status_code == 422
    assert "几点：" in invalid.content.decode()
    with scope(ALL_TENANTS):
        assert not Notification.objects.filter(kind=LATE).exists()


def test_county_preview_is_a_job_that_others_cannot_read(town: Town, browses):
    page = browses(town.officer).post(f"/reminder-rules/{LATE}/preview/", FORM, headers={"HX-Request": "true"})
    url = page.content.decode().partition('hx-get="')[2].partition('"')[0]

    assert url.startswith(f"/reminder-rules/{LATE}/preview/")
    assert browses(town.officer).get(url).status_code == 200
    assert browses(town.officer_of_other).get(url).status_code == 404
    assert browses(town.admin_zhao).get(url).status_code == 404
