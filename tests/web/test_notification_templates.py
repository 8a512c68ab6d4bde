"""Pages of templates: the words that hold, written anew with a proof beside them, given up, sent to oneself."""

import html
import re
from typing import Any

import pytest

from services.notify.models import Delivery, Notification
from services.reminders.message_templates import actions
from services.reminders.models import NotificationTemplate
from services.schools.models import Officer
from services.schools.scope import ALL_TENANTS, scope

pytestmark = pytest.mark.django_db

AT = "/notification-templates/health.family_invited/zh-hans/"
MINE = {"title": "{school}请{name}于{day}来校体检", "body": "请早餐后到校。"}


@pytest.fixture(autouse=True)
def _clock(at_monday):
    """Doors read the clock."""


def seen(answer: Any) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def written(town, **more: str) -> NotificationTemplate:
    with town.as_(town.officer) as by:
        said = {"kind": "health.family_invited", "language": "zh-hans", **MINE, **more}
        made = actions.save_template(**said, by=by, now=town.monday)
    assert made
    return made


def holding() -> list[tuple[str, str, int]]:
    with scope(ALL_TENANTS):
        rows = NotificationTemplate.objects.filter(superseded_at=None).order_by("pk")
        return list(rows.values_list("title", "body", "version"))


def test_the_list_says_whose_words_hold_in_which_language(town, browses):
    written(town)
    county = browses(town.officer)

    page = seen(county.get("/notification-templates/"))
    assert "{school}请{name}于{day}来校体检" in page
    assert "县里的，第 1 版" in page
    assert (
        page.index("发给家长的")
        < page.index("体检通知家长")
        < page.index("发给教师和县里的")
        < page.index("谈心谈话逾期")
    )
    assert "全县一周小结" in page
    english = seen(county.get("/notification-templates/?language=en"))
    assert "{school}: {name}, checkup {day}" in english
    assert "县里的，第" not in english
    assert county.get("/notification-templates/?language=nonsense").status_code == 200


def test_a_school_reads_what_it_is_about_and_may_change_nothing(town, browses):
    written(town)
    admin = browses(town.admin_zhao)

    page = seen(admin.get("/notification-templates/"))
    assert "{school}请{name}于{day}来校体检" in page
    assert "全县一周小结" not in page
    one = admin.get(AT)
    assert "【暖阳】清河镇中心小学请小明于9月14日来校体检。请早餐后到校。" in seen(one)
    assert not {"修改文字", "恢复系统自带", "发给我试试"} & set(seen(one).split())
    assert "周干事" not in seen(one)
    for path in ("edit/", "preview/", "reset/", "test/"):
        assert admin.post(AT + path, MINE).status_code == 403
    assert admin.get("/notification-templates/dashboards.county_week/zh-hans/").status_code == 404
    assert browses(town.teacher_wang).get("/notification-templates/").status_code == 403
    assert "{school}请{name}" not in seen(browses(town.officer_of_other).get(AT))


def test_the_county_writes_its_own_words_and_sees_who_wrote_which(town, browses):
    county = browses(town.officer)

    answer = county.post(AT + "edit/", MINE)
    assert (answer.status_code, answer["Location"]) == (302, AT)
    county.post(AT + "edit/", {**MINE, "body": ""})
    assert holding() == [(MINE["title"], "", 2)]
    page = seen(county.get(AT))
    assert "县里的，第 2 版" in page
    assert page.index("第 2 版 9月7日 09:00") < page.index("第 1 版 9月7日 09:00")
    assert "周干事" in page
    answer = county.post(AT + "reset/")
    assert (answer.status_code, answer["Location"]) == (302, AT)
    assert holding() == []
    county.get(AT)  # the toast is shown once
    page = seen(county.get(AT))
    assert "恢复系统自带" not in page
    assert "第 2 版" in page


def test_unfit_words_stay_on_the_page_with_what_is_wrong_under_each(town, browses):
    answer = browses(town.officer).post(AT + "edit/", {"title": "{pupil}留守", "body": "请拨 13812345678"})

    page = seen(answer)
    assert answer.status_code == 422
    assert "没有变量 {pupil}。可用：{school}、{name}、{day}、{days}。" in page
    assert "花括号改好后" in page
    answer = browses(town.officer).post(AT + "edit/", {"title": "留守", "body": "请拨 13812345678"})
    page = answer.content.decode()
    assert 'value="留守"' in page
    assert page.count('aria-invalid="true"') == 2
    assert "涉及给孩子贴标签" in page
    # Once under its field, once in the proof.
    empty = browses(town.officer).post(AT + "edit/", {"title": " ", "body": "请到校"})
    assert (empty.status_code, seen(empty).count("请填标题：一句话说清是什么事。")) == (422, 2)
    assert holding() == []


def test_what_is_being_typed_is_proved_with_samples_and_counted(town, browses):
    county = browses(town.officer)

    proof = county.post(AT + "preview/", MINE)
    page = seen(proof)
    assert "<html" not in proof.content.decode()
    assert "【暖阳】清河镇中心小学请小明于9月14日来校体检。请早餐后到校。" in page
    assert "短信，含签名： 32 字 1 条" in page
    long = seen(county.post(AT + "preview/", {**MINE, "body": "请早餐后到校。" * 8}))
    assert "81 字 2 条" in long
    assert "超出的按每 67 字一条计费" in long
    assert "正文：短信里不能写网址" in seen(county.post(AT + "preview/", {**MINE, "body": "见 a.com"}))
    assert "标题：请填标题" in seen(county.post(AT + "preview/"))
    assert "如改用短信" in seen(
        county.post("/notification-templates/care.talk.late/zh-hans/preview/", {"title": "{days} 天"})
    )
    assert county.get(AT + "preview/").status_code == 405
    assert holding() == []


def test_what_is_typed_goes_to_whoever_asks(town, browses):
    with town.as_(town.officer):
        Officer.objects.filter(user=town.officer.user_id).update(email="zhou@bureau.test")
    county = browses(town.officer)
    htmx = {"HX-Request": "true"}

    answer = county.post(AT + "test/", {"title": "{name}体检", "body": "", "phone": "13812345678"}, headers=htmx)
    assert (answer.status_code, seen(answer).strip()) == (200, "已发给您：站内消息、电子邮件、短信。")
    again = county.post(AT + "test/", {"title": "{name}体检", "body": ""}, headers=htmx)
    assert (again.status_code, "一分钟内已经试发过" in seen(again)) == (422, True)
    with scope(ALL_TENANTS):
        (notification,) = Notification.objects.all()
        assert (notification.title, notification.recipient_id) == ("【测试】小明体检", town.officer.user_id)
        assert Delivery.objects.count() == 3
    assert "模板试发" in seen(county.get("/delivery-log/"))
    assert "【测试】小明体检" in seen(county.get("/inbox/"))
    assert holding() == []


def test_without_a_script_a_test_of_what_holds_says_so_on_the_page(town, browses):
    county = browses(town.officer)

    answer = county.post(AT + "test/", {"phone": "没有"})
    assert (answer.status_code, answer["Location"]) == (302, AT)
    assert "请填自己的 11 位手机号，或留空。" in seen(county.get(AT))
    county.post(AT + "test/")
    assert "已发给您：站内消息。" in seen(county.get(AT))


def test_at_night_the_page_says_when_the_mail_goes_out(town, browses, monkeypatch):
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-07T22:00:00+08:00")
    with town.as_(town.officer):
        Officer.objects.filter(user=town.officer.user_id).update(email="zhou@bureau.test")
    county = browses(town.officer)

    county.post(AT + "test/")
    assert "已发给您：站内消息、电子邮件（9月8日 07:30 发出，安静时段）。" in seen(county.get(AT))


@pytest.mark.parametrize(
    "path", ["/notification-templates/no.such/zh-hans/", "/notification-templates/health.family_invited/fr/"]
)
def test_other_kinds_and_languages_do_not_exist(town, browses, path):
    county = browses(town.officer)

    assert county.get(path).status_code == 404
    assert county.get(f"{path}edit/").status_code == 404
    for action in ("edit/", "preview/", "reset/", "test/"):
        assert county.post(path + action, MINE).status_code == 404


def test_where_a_cloud_sends_the_page_says_that_words_are_registered_first(town, browses, settings):
    said = "请先在云上报备同样的模板"
    county = browses(town.officer)

    assert said not in seen(county.get(AT))
    settings.NOTIFY_CHANNELS = settings.NOTIFY_CHANNELS | {"sms": "services.notify.channels.aliyun.AliyunGateway"}
    assert said in seen(county.get(AT))
    assert said not in seen(county.get("/notification-templates/care.talk.late/zh-hans/"))
