"""Which registered template a message is sent with."""

from uuid import UUID

from services.notify.channels.base import Message
from services.notify.channels.registered_templates import FilledTemplate, fill_template

TABLE = {
    "care.no_contact": {"id": "SMS_2", "variables": ["days"]},
    "*": {"id": "SMS_1", "variables": ["title"]},
}
SILENCE = {"kind": "care.no_contact", "variables": {"days": "14", "title": "联系"}}


def message(**more):
    return Message(delivery_id=UUID(int=1), address="13800000001", title="请联系", **more)


def test_kind_uses_its_template_and_others_the_common_one():
    assert fill_template(TABLE, message(**SILENCE)) == FilledTemplate("SMS_2", {"days": "14"})
    assert fill_template(TABLE, message(kind="other")) == FilledTemplate("SMS_1", {"title": "请联系"})


def test_missing_variable_selects_the_common_template_or_none():
    assert fill_template(TABLE, message(kind="care.no_contact")) == FilledTemplate("SMS_1", {"title": "请联系"})
    assert fill_template({"*": {"id": "SMS_3", "variables": ["body"]}}, message()) is None


def test_repeat_prefers_a_template_with_title():
    assert fill_template(TABLE, message(**SILENCE, is_retry=True)) == FilledTemplate("SMS_1", {"title": "请联系"})
    only_own = {"care.no_contact": TABLE["care.no_contact"]}
    assert fill_template(only_own, message(**SILENCE, is_retry=True)) == FilledTemplate("SMS_2", {"days": "14"})


def test_long_value_is_cut():
    (title,) = fill_template(TABLE, message(kind="other", variables={"title": "长" * 36})).variables.values()

    assert title == "长" * 34 + "…"
