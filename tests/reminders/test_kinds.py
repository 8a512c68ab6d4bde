"""Every shipped kind: texts in both languages, known variables, short, nothing forbidden."""

from string import Formatter

import pytest

from services.notify.choices import Audience, Channel
from services.notify.quiet_hours import HOURS
from services.reminders.kinds import ReminderKind, kinds

LANGUAGES = {"zh-hans", "en"}
# 留守 labels a child; illness, poverty and what was found belong to nobody's telephone.
FORBIDDEN = (
    "留守",
    "贫困",
    "困难",
    "低保",
    "资助",
    "异常",
    "疾病",
    "生病",
    "近视",
    "超重",
    "肥胖",
    "贫血",
    "血压",
    "孤儿",
)
FORBIDDEN_ENGLISH = ("left-behind", "left behind", "poor", "poverty", "illness", "sick", "obese", "abnormal", "disease")
LONG_VALUES = {
    "school": "清河县第二实验小学校",
    "name": "阿依古丽",
    "day": "12月28日",
    "due_on": "12月28日",
    "class": "三(12)班",
}
SHIPPED = {
    *(f"care.{activity}.{when}" for activity in ("talk", "home_visit", "call", "diary") for when in ("due", "late")),
    *("care.no_contact", "care.no_contact_month", "care.unpaired", "care.mentor_left", "care.spring_visits"),
    *("care.background_check_expiring", "care.background_check_expired"),
    *("children.numbers_to_verify", "children.number_missing", "children.card_stale", "children.spring_numbers"),
    *("plans.deadline_upcoming", "plans.deadline_missed", "activities.duty_shift"),
    *("health.family_invited", "health.family_day_before", "health.class_invited", "health.class_day_before"),
    *("health.absence_recorded", "health.findings_guardian_not_notified", "health.findings_overdue"),
    *("assessment.quarter_ends", "assessment.to_confirm", "assessment.to_publish"),
    *("dashboards.school_week", "dashboards.county_week", "audit_log.chain_head"),
}


def shipped_kinds() -> list[ReminderKind]:
    return [kind for kind in kinds() if kind.key in SHIPPED]


def test_registered_kinds_include_all_shipped_ones():
    assert {kind.key for kind in kinds()} >= SHIPPED


@pytest.mark.parametrize("kind", shipped_kinds(), ids=lambda kind: kind.key)
def test_default_texts_exist_in_both_languages_with_known_variables(kind: ReminderKind):
    assert set(kind.default_texts) == LANGUAGES
    for title, body in kind.default_texts.values():
        named = {name for text in (title, body) for _, name, _, _ in Formatter().parse(text) if name}
        assert named <= {*kind.variables, "days"}
    chinese = {name for text in kind.default_texts["zh-hans"] for _, name, _, _ in Formatter().parse(text) if name}
    assert chinese >= set(kind.variables), "a variable no text uses is read for nothing"


@pytest.mark.parametrize("kind", shipped_kinds(), ids=lambda kind: kind.key)
def test_default_texts_are_short_and_not_forbidden(kind: ReminderKind):
    for title, body in kind.default_texts.values():
        filled = title.format_map(_Sample())
        assert len(filled) <= 44, filled
        for text in (title, body):
            assert not [word for word in FORBIDDEN if word in text]
            assert not [word for word in FORBIDDEN_ENGLISH if word in text.lower()]
    assert len(str(kind.title)) <= 40


@pytest.mark.parametrize(
    "kind", [kind for kind in shipped_kinds() if Channel.SMS in kind.defaults.channels], ids=lambda kind: kind.key
)
def test_default_text_messages_fit_one_segment(kind: ReminderKind):
    for title, body in kind.default_texts.values():
        text = f"【暖阳】{title}。{body}".format_map(_Sample())
        assert len(text) <= 70, (len(text), text)


@pytest.mark.parametrize("kind", shipped_kinds(), ids=lambda kind: kind.key)
def test_default_settings_run_outside_quiet_hours(kind: ReminderKind):
    usual, audience = kind.defaults, kind.audience
    assert usual.channels
    assert not any(begins <= usual.send_at < ends for begins, ends in _quiet(audience)), usual.send_at
    assert usual.repeat_until_days >= usual.offset_days or not usual.repeat_every_days
    assert list(usual.escalation_days) == sorted(usual.escalation_days)
    assert not usual.escalation_days or audience == Audience.STAFF
    assert (audience == Audience.GUARDIAN) == (Channel.SMS in usual.channels)


def _quiet(audience: Audience) -> list[tuple[object, object]]:
    """Quiet hours as spans of one day, cut at midnight."""
    from datetime import time

    spans: list[tuple[object, object]] = []
    for begins, ends in HOURS[audience]:
        if begins < ends:
            spans.append((begins, ends))
        else:
            spans += [(begins, time.max), (time.min, ends)]
    return spans


class _Sample(dict[str, str]):
    """A long value for every variable."""

    def __missing__(self, name: str) -> str:
        return LONG_VALUES.get(name, "12")
