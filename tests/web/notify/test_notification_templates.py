"""Pages of templates: texts in effect, edited with a preview, reset, sent as a test."""

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

URL = "/notification-templates/health.family_invited/zh-hans/"
TEXTS = {"title": "{school}请{name}于{day}来校体检", "body": "请早餐后到校。"}


@pytest.fixture(autouse=True)
def _clock(at_monday):
    """Views read the clock."""


def text_of(response: Any) -> str:
    """The text of a page, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def save(town, **more: str) -> NotificationTemplate:
    with town.as_(town.officer) as by:
        values = {"kind": "health.family_invited", "language": "zh-hans", **TEXTS, **more}
        template = actions.save_template(**values, by=by, now=town.monday)
    assert template
    return template


def current_versions() -> list[tuple[str, str, int]]:
    with scope(ALL_TENANTS):
        rows = NotificationTemplate.objects.filter(superseded_at=None).order_by("pk")
        return list(rows.values_list("title", "body", "version"))


def test_template_list_shows_effective_texts_per_language(town, browses):
    save(town)
    county = browses(town.officer)

    page = text_of(county.get("/notification-templates/"))
    assert re.search(r"〔[^〕{]+〕请〔[^〕{]+〕于〔[^〕{]+〕来校体检", page), "each variable by its meaning"
    assert "{" not in page
    assert "县里的，第 1 版" in page
    assert (
        page.index("发给家长的")
        < page.index("体检通知家长")
        < page.index("发给教师和县里的")
        < page.index("谈心谈话逾期")
    )
    assert "全县一周小结" in page
    english = text_of(county.get("/notification-templates/?language=en"))
    assert re.search(r"〔[^〕{]+〕: 〔[^〕{]+〕, checkup 〔[^〕{]+〕", english)
    assert "县里的，第" not in english
    assert county.get("/notification-templates/?language=nonsense").status_code == 200


def test_school_reads_its_templates_and_may_not_change_them(town, browses):
    save(town)
    admin = browses(town.admin_zhao)

    page = text_of(admin.get("/notification-templates/"))
    assert "〔学校〕请〔孩子的名字〕于〔体检日〕来校体检" in page
    assert "全县一周小结" not in page
    one = admin.get(URL)
    assert "【暖阳】清河镇中心小学请小明于9月14日来校体检。请早餐后到校。" in text_of(one)
    assert not {"修改文字", "恢复系统自带", "发给我试试"} & set(text_of(one).split())
    # A school does not learn names of the county's officers.
    assert "周干事" not in text_of(one)
    for path in ("edit/", "preview/", "reset/", "test/"):
        assert admin.post(URL + path, TEXTS).status_code == 403
    assert admin.get("/notification-templates/dashboards.county_week/zh-hans/").status_code == 404
    assert browses(town.teacher_wang).get("/notification-templates/").status_code == 403
    assert "{school}请{name}" not in text_of(browses(town.officer_of_other).get(URL))


def test_county_saves_templates_in_versions_with_their_authors(town, browses):
    county = browses(town.officer)

    response = county.post(URL + "edit/", TEXTS)
    assert (response.status_code, response["Location"]) == (302, URL)
    county.post(URL + "edit/", {**TEXTS, "body": ""})
    assert current_versions() == [(TEXTS["title"], "", 2)]
    page = text_of(county.get(URL))
    assert "县里的，第 2 版" in page
    assert page.index("第 2 版 9月7日 09:00") < page.index("第 1 版 9月7日 09:00")
    assert "周干事" in page
    response = county.post(URL + "reset/")
    assert (response.status_code, response["Location"]) == (302, URL)
    assert current_versions() == []
    county.get(URL)  # the toast is shown once
    page = text_of(county.get(URL))
    assert "恢复系统自带" not in page
    assert "第 2 版" in page


def test_invalid_texts_keep_what_was_typed_with_errors_per_field(town, browses):
    response = browses(town.officer).post(URL + "edit/", {"title": "{pupil}留守", "body": "请拨 13812345678"})

    page = text_of(response)
    assert response.status_code == 422
    assert "没有变量 {pupil}。可用：{school}、{name}、{day}、{days}。" in page
    assert "花括号改好后" in page
    response = browses(town.officer).post(URL + "edit/", {"title": "留守", "body": "请拨 13812345678"})
    page = response.content.decode()
    assert 'value="留守"' in page
    assert page.count('aria-invalid="true"') == 2
    assert "涉及给孩子贴标签" in page
    # Once under its field, once in the preview.
    empty = browses(town.officer).post(URL + "edit/", {"title": " ", "body": "请到校"})
    assert (empty.status_code, text_of(empty).count("请填标题：一句话说清是什么事。")) == (422, 2)
    assert current_versions() == []


def test_preview_fills_in_samples_and_counts_segments(town, browses):
    county = browses(town.officer)

    preview = county.post(URL + "preview/", TEXTS)
    page = text_of(preview)
    assert "<html" not in preview.content.decode()
    assert "【暖阳】清河镇中心小学请小明于9月14日来校体检。请早餐后到校。" in page
    assert "短信，含签名： 32 字 1 条" in page
    long = text_of(county.post(URL + "preview/", {**TEXTS, "body": "请早餐后到校。" * 8}))
    assert "81 字 2 条" in long
    assert "超出的按每 67 字一条计费" in long
    assert "正文：短信里不能写网址" in text_of(county.post(URL + "preview/", {**TEXTS, "body": "见 a.com"}))
    assert "标题：请填标题" in text_of(county.post(URL + "preview/"))
    assert "如改用短信" in text_of(
        county.post("/notification-templates/care.talk.late/zh-hans/preview/", {"title": "{days} 天"})
    )
    assert county.get(URL + "preview/").status_code == 405
    assert current_versions() == []


def test_draft_is_sent_as_a_test_to_oneself(town, browses):
    with town.as_(town.officer):
        Officer.objects.filter(user=town.officer.user_id).update(email="zhou@bureau.test")
    county = browses(town.officer)
    htmx = {"HX-Request": "true"}

    response = county.post(URL + "test/", {"title": "{name}体检", "body": "", "phone": "13812345678"}, headers=htmx)
    assert (response.status_code, text_of(response).strip()) == (200, "已发给您：站内消息、电子邮件、短信。")
    again = county.post(URL + "test/", {"title": "{name}体检", "body": ""}, headers=htmx)
    assert (again.status_code, "一分钟内已经试发过" in text_of(again)) == (422, True)
    with scope(ALL_TENANTS):
        (notification,) = Notification.objects.all()
        assert (notification.title, notification.recipient_id) == ("【测试】小明体检", town.officer.user_id)
        assert Delivery.objects.count() == 3
    assert "模板试发" in text_of(county.get("/delivery-log/"))
    assert "【测试】小明体检" in text_of(county.get("/inbox/"))
    assert current_versions() == []


def test_test_without_javascript_shows_its_result_on_the_page(town, browses):
    county = browses(town.officer)

    response = county.post(URL + "test/", {"phone": "没有"})
    assert (response.status_code, response["Location"]) == (302, URL)
    assert "请填自己的 11 位手机号，或留空。" in text_of(county.get(URL))
    county.post(URL + "test/")
    assert "已发给您：站内消息。" in text_of(county.get(URL))


def test_test_at_night_shows_when_the_email_goes_out(town, browses, monkeypatch):
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-07T22:00:00+08:00")
    with town.as_(town.officer):
        Officer.objects.filter(user=town.officer.user_id).update(email="zhou@bureau.test")
    county = browses(town.officer)

    county.post(URL + "test/")
    assert "已发给您：站内消息、电子邮件（9月8日 07:30 发出，安静时段）。" in text_of(county.get(URL))


@pytest.mark.parametrize(
    "path", ["/notification-templates/no.such/zh-hans/", "/notification-templates/health.family_invited/fr/"]
)
def test_unknown_kinds_and_languages_are_404(town, browses, path):
    county = browses(town.officer)

    assert county.get(path).status_code == 404
    assert county.get(f"{path}edit/").status_code == 404
    for action in ("edit/", "preview/", "reset/", "test/"):
        assert county.post(path + action, TEXTS).status_code == 404


def test_page_asks_to_register_texts_when_a_cloud_sends_sms(town, browses, settings):
    hint = "请先在云上报备同样的模板"
    county = browses(town.officer)

    assert hint not in text_of(county.get(URL))
    settings.NOTIFY_CHANNELS = settings.NOTIFY_CHANNELS | {"sms": "services.notify.channels.aliyun.AliyunGateway"}
    assert hint in text_of(county.get(URL))
    assert hint not in text_of(county.get("/notification-templates/care.talk.late/zh-hans/"))
