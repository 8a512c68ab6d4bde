"""A county's own texts: validation, length, versions, permissions, test messages."""

import csv
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from services.access.models import AuditEvent
from services.notify import forbidden_words, sms_segments
from services.notify.choices import Audience, Channel, DelayReason, DeliveryState, Urgency
from services.notify.models import Delivery, Notification
from services.notify.outbox import address_of
from services.reminders import actions as rule_actions
from services.reminders.kinds import ReminderKind, get_kind, kinds
from services.reminders.message_templates import actions, queries, samples, validation
from services.reminders.message_templates.actions import UnableToSaveTemplate
from services.reminders.message_templates.rendering import load_templates
from services.reminders.message_templates.validation import InvalidTemplate
from services.reminders.models import NotificationTemplate
from services.reminders.validation import InvalidRuleSettings
from services.schools.models import Officer
from services.schools.scope import ALL_TENANTS, scope

FAMILY = "health.family_invited"  # a text message to a family: {school} {name} {day}
STAFF = "care.talk.late"  # inbox and mail: {due_on}
TEXTS = ("{school}请{name}于{day}来校体检", "请早餐后到校。")


def a_kind(key: str = FAMILY) -> ReminderKind:
    kind = get_kind(key)
    assert kind
    return kind


def errors(title: str, body: str = "", *, key: str = FAMILY, by_sms: bool = True) -> list[tuple[str, str]]:
    return [
        (error.field, str(error))
        for error in validation.template_errors(a_kind(key), "zh-hans", title, body, by_sms=by_sms)
    ]


# -- validation


def test_valid_texts_are_normalised():
    kept = validation.validate_template(
        a_kind(), "zh-hans", "  {school}：\n{name} 体检 ", " 早餐后\r\n 到校。 \n", by_sms=True
    )

    assert kept == ("{school}： {name} 体检", "早餐后\n到校。")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
@pytest.mark.parametrize("language", queries.LANGUAGES)
def test_default_texts_are_valid_as_text_messages(kind: ReminderKind, language: str):
    assert [
        str(error) for error in validation.template_errors(kind, language, *kind.default_texts[language], by_sms=True)
    ] == []


def test_unknown_variable_error_lists_the_known_ones():
    assert errors("{school}请{child}来校", "{day}见{teacher}") == [
        ("title", "没有变量 {child}。可用：{school}、{name}、{day}、{days}。"),
        ("body", "没有变量 {teacher}。可用：{school}、{name}、{day}、{days}。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{name.__class__}",
        "{name!r}",
        "{name:>99999}",
        "{name[0]}",
        "{}",
        "{0}",
        "{ name }",
        "{姓名}",
        "{{name}}",
        "{a-b}",
    ],
)
def test_braces_hold_nothing_but_a_variable(text: str):
    ((field, message),) = errors("体检", text)
    assert field == "body"
    assert "花括号里只写变量名" in message
    assert "{name}、{day}" in message


@pytest.mark.parametrize("text", ["{name", "name}", "}{", "{name}}", "｛name｝", "{na{name}me"])
def test_broken_and_full_width_braces_are_refused(text: str):
    ((field, message),) = errors(text)
    assert (field, message[:6]) == ("title", "花括号要成对")


def test_title_is_required_and_body_is_not():
    assert errors(" \n ", "正文") == [("title", "请填标题：一句话说清是什么事。")]
    assert errors("体检", "") == []


@pytest.mark.parametrize("sign", ["\x00", "\u200b", "\u202e", "\x1b", "\ue000"])
def test_invisible_characters_are_refused(sign: str):
    assert [field for field, message in errors("体检", f"到{sign}校") if "看不见" in message] == ["body"]


def test_length_counts_the_longest_sample_values():
    key = "plans.deadline_missed"
    longest = samples.values(a_kind(key), "zh-hans", "longest")["title"]
    fits = "{title}" + "交" * (validation.MAX_TITLE - len(longest))

    assert errors(fits, key=key, by_sms=False) == []
    assert errors(fits + "齐了", key=key, by_sms=False) == [
        ("title", "最长只能 120 个字，请删去 2 个（变量按最长的情形算）。")
    ]
    assert errors("到期", "写" * 501, key=STAFF, by_sms=False)[0][0] == "body"
    # What is typed must fit its column too: short values do not help.
    assert errors("{days}" * 21, key=STAFF, by_sms=False)[0][0] == "title"


# -- forbidden words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("留守儿童请来校", "留守"),
        ("留 守", "留守"),
        ("留\n守", "留守"),
        ("留\u200b守", "留守"),
        ("留·守-儿童", "留守"),
        ("贫　困家庭", "贫困"),
        ("Left  Behind children", "left-behind"),
        ("ＬＥＦＴ－ＢＥＨＩＮＤ", "left-behind"),
        ("Poverty relief", "poverty"),
        ("hiv阳性", "HIV"),
        ("Ｈ.Ｉ.Ｖ", "HIV"),
        ("视力不良请复查", "视力不良"),
        ("领取助学金", "助学金"),
        ("single-parent families", "single parent"),
    ],
)
def test_forbidden_words_are_found_through_disguises(text: str, word: str):
    hit = forbidden_words.find_forbidden(text)

    assert hit
    assert hit.word == word


@pytest.mark.parametrize(
    "text",
    ["归档 archive", "I'll call", "poorly lit", "停留，守时到校", "有困难请联系老师", "said so", "请带体检表", "spoor"],
)
def test_similar_words_are_allowed(text: str):
    assert forbidden_words.find_forbidden(text) is None


@pytest.mark.parametrize("key", [FAMILY, STAFF, "care.spring_visits"])
def test_forbidden_word_error_suggests_a_replacement(key: str):
    assert errors("{days} 天：留守儿童", "家庭困难的请到校", key=key, by_sms=False) == [
        ("title", "不能写“留守”：涉及给孩子贴标签。请改成“孩子”或“学生”。"),
        ("body", "不能写“家庭困难”：涉及家庭经济情况。请改成“请联系班主任”，由人当面或打电话说。"),
    ]


def test_variable_names_are_not_checked_for_forbidden_words(monkeypatch: pytest.MonkeyPatch):
    kind = ReminderKind(
        key="x",
        title="x",
        recipients="x",
        variables={"sick": "n"},
        default_texts={},
        find_items=lambda _window: (),
        defaults=a_kind().defaults,
    )

    assert validation.template_errors(kind, "en", "{sick} pupils", "", by_sms=True) == []


def test_forbidden_words_have_groups_with_reason_source_and_date():
    with (forbidden_words.DATA / "forbidden_groups.csv").open(encoding="utf-8", newline="") as file:
        groups = {row["group"]: row for row in csv.DictReader(file)}

    assert set(groups) == set(forbidden_words.ForbiddenTopic.values)
    assert all(row["reason"] and row["source"] and row["as_of"] for row in groups.values())
    forbidden = forbidden_words.all_words()
    assert len({row.word.casefold() for row in forbidden}) == len(forbidden)
    assert {row.topic for row in forbidden if row.word.isascii()} == set(forbidden_words.ForbiddenTopic)
    for row in forbidden:
        assert forbidden_words.find_forbidden(f"请看 {row.word} 一项"), row.word


# -- what carriers block


@pytest.mark.parametrize(
    "text",
    [
        "见 https://a.b",
        "www。不行 www.abc",
        "登录example.cn查看",
        "点 t.cn/AbC",
        "ｅｘａｍｐｌｅ．ｃｏｍ",
        "写信 a@b.c",
    ],
)
def test_text_message_contains_no_address(text: str):
    assert [message[:12] for _field, message in errors("体检", text)] == ["短信里不能写网址或邮箱，"]
    assert errors("体检", text, key=STAFF, by_sms=False) == []


@pytest.mark.parametrize(
    "text", ["13812345678", "１３８-１２３４-５６７８", "0736 7712345", "(0736)7712345", "400-800-8000", "7712345"]
)
def test_text_message_contains_no_phone_number(text: str):
    assert [field for field, message in errors("体检", f"请拨 {text}") if "电话或长串号码" in message] == ["body"]
    assert errors("体检", f"请拨 {text}", key=STAFF, by_sms=False) == []


def test_dates_and_hotlines_are_allowed():
    assert errors("2026-2027学年体检", "2026-09-14 08:30-11:30到校，有事拨 12355。Breakfast first. Ask teachers.") == []


def test_text_message_contains_no_other_signature():
    assert [message[:8] for _field, message in errors("【银行】体检")] == ["短信里不能写【】"]


def test_text_message_has_at_most_three_segments_with_longest_values():
    capacity = sms_segments.max_characters(sms_segments.MAX_SEGMENTS) - len("【暖阳】体检。")

    assert errors("体检", "请" * capacity) == []
    assert errors("体检", "请" * (capacity + 1)) == [
        ("body", "短信最长 3 条（201 个字，含签名），现在最长会有 202 个字。请写短一些。")
    ]
    assert errors("体检", "请" * (capacity + 1), key=STAFF, by_sms=False) == []
    longest = len(samples.values(a_kind(), "zh-hans", "longest")["school"])
    assert errors("体检", "{school}" + "请" * (capacity - longest)) == []
    assert [field for field, _message in errors("体检", "{school}" + "请" * (capacity - longest + 1))] == ["body"]


# -- segments


@pytest.mark.parametrize(
    ("text", "characters", "segments"),
    [
        ("中" * 70, 70, 1),
        ("中" * 71, 71, 2),
        ("中" * 134, 134, 2),
        ("中" * 135, 135, 3),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("a" * 159 + "[", 161, 2),
        ("a" * 159 + "中", 160, 3),
        ("a" * 69 + "`", 70, 1),
        ("a" * 70 + "`", 71, 2),
        ("中" * 69 + "😀", 71, 2),
        ("", 0, 1),
    ],
)
def test_sms_length_is_counted_as_billed(text: str, characters: int, segments: int):
    assert sms_segments.length_of(text) == sms_segments.Length(characters, segments)


def test_example_is_rendered_signed_and_counted():
    example = validation.example(a_kind(), "zh-hans", TEXTS)

    assert example.title == "清河镇中心小学请小明于9月14日来校体检"
    assert example.text == "【暖阳】清河镇中心小学请小明于9月14日来校体检。请早餐后到校。"
    assert example.length == sms_segments.Length(len(example.text), 1)
    assert example.longest.characters > example.length.characters


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_every_variable_has_sample_values(kind: ReminderKind):
    for language in queries.LANGUAGES:
        for size in ("usual", "longest"):
            values = samples.values(kind, language, size)  # type: ignore[arg-type]
            assert set(values) == {*kind.variables, "days"}
            assert not [name for name in kind.variables if values[name] == str(kind.variables[name])]


# -- the county's own words


def template_events() -> list[tuple[str, Any]]:
    with scope(ALL_TENANTS):
        rows = AuditEvent.objects.filter(action__startswith="reminders.template").order_by("pk")
        return list(rows.values_list("action", "detail"))


def save(town, title: str, body: str = "", *, by=None, kind: str = FAMILY, **more: Any) -> NotificationTemplate | None:
    fields = {"kind": kind, "language": "zh-hans", "title": title, "body": body, "now": town.monday, **more}
    with town.as_(by or town.officer) as actor:
        return actions.save_template(by=actor, **fields)


def effective_texts(town, by, kind: str = FAMILY, language: str = "zh-hans") -> tuple[str, str]:
    with town.as_(by):
        return load_templates().of(a_kind(kind), language)


@pytest.mark.django_db
def test_template_is_in_effect_in_its_county_only(town):
    shipped = a_kind().default_texts["zh-hans"]

    made = save(town, *TEXTS)

    assert made
    assert (made.version, made.effective_from, made.created_by_id) == (1, town.monday, town.officer.user_id)
    assert [effective_texts(town, by) for by in (town.officer, town.admin_zhao, town.admin_of_b)] == [TEXTS] * 3
    assert [effective_texts(town, by) for by in (town.officer_of_other, town.admin_of_c)] == [shipped] * 2
    assert effective_texts(town, town.officer, language="en") == a_kind().default_texts["en"]
    assert template_events() == [("reminders.template_updated", {"kind": FAMILY, "language": "zh-hans"})]


@pytest.mark.django_db
def test_changed_texts_make_a_version_and_equal_ones_do_not(town):
    first = save(town, *TEXTS)
    assert save(town, f" {TEXTS[0]} ", TEXTS[1], now=town.later(hours=1)) == first
    second = save(town, "{school}：{name}体检", now=town.later(hours=2))

    assert second
    with town.as_(town.officer):
        rows = queries.template_versions(FAMILY, "zh-hans").values_list("version", "effective_from", "superseded_at")
        assert list(rows) == [(2, town.later(hours=2), None), (1, town.monday, town.later(hours=2))]
    assert [action for action, _detail in template_events()] == ["reminders.template_updated"] * 2


@pytest.mark.django_db
def test_saving_the_default_texts_makes_no_version(town):
    assert save(town, *a_kind().default_texts["zh-hans"]) is None
    assert template_events() == []


@pytest.mark.django_db
def test_reset_restores_default_texts_and_numbering_continues(town):
    save(town, *TEXTS)
    with town.as_(town.officer) as by:
        back = {"kind": FAMILY, "language": "zh-hans", "by": by}
        assert actions.reset_template(**back, now=town.later(hours=1)) is True
        assert actions.reset_template(**back, now=town.later(hours=2)) is False
        assert actions.reset_template(**back | {"language": "en"}, now=town.later(hours=2)) is False

    assert effective_texts(town, town.admin_zhao) == a_kind().default_texts["zh-hans"]
    again = save(town, *TEXTS, now=town.later(hours=3))
    assert again
    assert again.version == 2
    assert [action for action, _detail in template_events()] == [
        "reminders.template_updated",
        "reminders.template_reset",
        "reminders.template_updated",
    ]


@pytest.mark.django_db
def test_version_never_ends_before_it_began(town):
    save(town, *TEXTS, now=town.later(hours=5))
    second = save(town, "{name}体检", now=town.monday)

    assert second
    assert second.effective_from == town.later(hours=5)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["head_li", "admin_zhao", "teacher_wang", "nurse_sun"])
def test_school_may_read_but_not_change_templates(town, who):
    save(town, *TEXTS)
    by = getattr(town, who)

    with town.as_(by):
        for action in (actions.save_template, actions.reset_template, actions.send_test):
            extra = {"title": "x"} if action is actions.save_template else {}
            with pytest.raises(PermissionDenied):
                action(kind=FAMILY, language="zh-hans", by=by, now=town.monday, **extra)
        worded = queries.effective_template(a_kind(), "zh-hans")
    assert (worded.texts, worded.version) == (TEXTS, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "language"), [("no.such", "zh-hans"), (FAMILY, "fr"), (FAMILY, "")])
def test_unknown_kind_or_language_is_refused(town, kind, language):
    with pytest.raises(UnableToSaveTemplate) as refused:
        save(town, "x", kind=kind, language=language)
    assert refused.value.field == ("language" if kind == FAMILY else "kind")


@pytest.mark.django_db
def test_invalid_texts_change_nothing(town):
    save(town, *TEXTS)

    for title in ("{nobody}", "留守儿童体检", "见 a.com", "请拨13812345678"):
        with pytest.raises(InvalidTemplate) as refused:
            save(town, title, now=town.later(hours=1))
        assert refused.value.field == "title"

    assert effective_texts(town, town.officer) == TEXTS
    assert len(template_events()) == 1


@pytest.mark.django_db
def test_kind_sent_by_sms_at_a_school_follows_sms_checks(town):
    by_phone = "请拨 0736-7712345"
    assert save(town, "谈心谈话逾期", by_phone, kind=STAFF)

    with town.as_(town.admin_zhao) as by, pytest.raises(InvalidRuleSettings) as refused:
        rule_actions.save_school_rule(kind=STAFF, by=by, now=town.monday, channels=[Channel.INBOX, Channel.SMS])
    assert refused.value.field == "channels"
    assert "电话" in str(refused.value)

    assert save(town, "谈心谈话逾期", kind=STAFF, now=town.later(minutes=1))
    with town.as_(town.admin_zhao) as by:
        rule_actions.save_school_rule(kind=STAFF, by=by, now=town.monday, channels=[Channel.INBOX, Channel.SMS])
    with pytest.raises(InvalidTemplate):
        save(town, "谈心谈话逾期", by_phone, kind=STAFF, now=town.later(minutes=2))


@pytest.mark.django_db
def test_family_kinds_always_follow_sms_checks(town):
    with town.as_(town.officer):
        assert queries.effective_template(replace(a_kind(STAFF), audience=Audience.GUARDIAN), "zh-hans").by_sms
        assert not queries.effective_template(a_kind(STAFF), "zh-hans").by_sms


@pytest.mark.django_db
def test_effective_templates_take_three_queries(town, django_assert_num_queries):
    save(town, *TEXTS)

    with town.as_(town.admin_zhao), django_assert_num_queries(3):
        rows = {(row.kind.key, row.language): row for row in queries.effective_templates()}
    assert len(rows) == len(kinds()) * 2
    assert rows[FAMILY, "zh-hans"].texts == TEXTS
    assert (rows[FAMILY, "en"].version, rows[FAMILY, "en"].by_sms, rows[STAFF, "en"].by_sms) == (0, True, False)


# -- a test to oneself


def sent() -> dict[str, tuple[str, str]]:
    with scope(ALL_TENANTS):
        rows = Delivery.objects.select_related("recipient").order_by("pk")
        return {row.channel: (row.state, address_of(row)) for row in rows}


@pytest.fixture
def writes(town):
    """The officer has an address at the bureau."""
    with town.as_(town.officer):
        Officer.objects.filter(user=town.officer.user_id).update(email="zhou@bureau.test")


def send_test(town, **more: Any) -> Notification:
    with town.as_(town.officer) as by:
        return actions.send_test(**{"kind": FAMILY, "language": "zh-hans", "by": by, "now": town.monday, **more})


@pytest.mark.django_db
@pytest.mark.usefixtures("writes")
def test_test_message_goes_to_its_sender_rendered_and_marked(town):
    save(town, *TEXTS)

    notification = send_test(town, phone="138 1234-5678")

    assert notification.title == "【测试】清河镇中心小学请小明于9月14日来校体检"
    assert (notification.body, notification.recipient_id, notification.urgency) == (
        TEXTS[1],
        town.officer.user_id,
        Urgency.NORMAL,
    )
    assert sent() == {
        Channel.INBOX: (DeliveryState.SENT, ""),
        Channel.EMAIL: (DeliveryState.DUE, "zhou@bureau.test"),
        Channel.SMS: (DeliveryState.DUE, "13812345678"),
    }
    assert template_events()[-1] == ("reminders.template_tested", {"kind": FAMILY, "language": "zh-hans"})


@pytest.mark.django_db
def test_test_message_without_address_goes_to_the_inbox(town):
    notification = send_test(town, texts=("{name}：试一试", ""), language="zh-hans")

    assert notification.title == "【测试】小明：试一试"
    assert list(sent()) == [Channel.INBOX]
    assert effective_texts(town, town.officer) == a_kind().default_texts["zh-hans"]


@pytest.mark.django_db
@pytest.mark.usefixtures("writes")
def test_test_message_is_limited_to_one_a_minute(town):
    first = town.monday + timedelta(seconds=30)
    send_test(town, now=first)

    for seconds in (0, 1, 59):  # the next minute of the clock has begun, a minute has not passed
        with pytest.raises(UnableToSaveTemplate) as refused:
            send_test(town, kind=STAFF, now=first + timedelta(seconds=seconds))
        assert (refused.value.field, str(refused.value)) == ("", "一分钟内已经试发过，请稍等再试。")
    send_test(town, now=first + timedelta(seconds=60))
    with scope(ALL_TENANTS):
        assert Notification.objects.count() == 2


@pytest.mark.django_db
def test_test_message_refuses_invalid_texts_and_phone_numbers(town):
    with pytest.raises(InvalidTemplate):
        send_test(town, texts=("留守儿童", ""))
    with pytest.raises(InvalidTemplate):
        send_test(town, kind=STAFF, texts=("见 a.com", ""), phone="13812345678")
    for number in ("0736-7712345", "1381234567", "13812345678x", "+8613812345678"):
        with pytest.raises(UnableToSaveTemplate) as refused:
            send_test(town, phone=number)
        assert refused.value.field == "phone"
    assert sent() == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("writes")
def test_test_message_at_night_waits_for_the_morning_with_reason(town):
    send_test(town, now=town.later(hours=13))  # 22:00

    with scope(ALL_TENANTS):
        row = Delivery.objects.get(channel=Channel.EMAIL)
    assert (row.delay_reason, row.due_at) == (DelayReason.QUIET_HOURS, town.later(hours=22, minutes=30))
