"""Validate a county's own texts: known variables, no forbidden word, not too long; as text messages nothing that
carriers block. `validate_template` raises the first error, `template_errors` returns all.

Forbidden words are refused for every channel: a rule may send by e-mail or SMS tomorrow what is an inbox text today.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from services.kit.exceptions import ApplicationError
from services.notify import forbidden_words, sms_segments
from services.notify.channels.file_sms import whole_text
from services.notify.forbidden_words import ForbiddenTopic
from services.reminders.kinds import ReminderKind, TextPair
from services.reminders.message_templates import samples
from services.reminders.message_templates.rendering import render

MAX_TITLE, MAX_BODY = 120, 500  # columns of Notification
MAX_INPUT_LENGTH = 2000  # of a request; wider than what may be stored, so that a longer text is refused with a remedy
_VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_IN_BRACES = re.compile(r"\{[^{}]*\}")
_VARIABLE_MARK = "□"  # stands for a variable while the text around it is checked
_TOP_LEVEL_DOMAINS = (
    "com|cn|net|org|gov|edu|info|biz|top|xyz|vip|cc|io|me|tv|co|app|link|site|club|shop|online|ltd|公司|网络|中国"
)
_ADDRESS = re.compile(rf"://|www\.|[\w-]\.(?:{_TOP_LEVEL_DOMAINS})(?![a-z])|[\w-]\.[a-z]{{2,}}/|\w@\w", re.IGNORECASE)
_GAP = r"[\s()\-]{0,2}"
_NUMBER = re.compile(  # a mobile, a landline with its area code, 400 and 800, or digits in a row that are no date
    rf"(?<!\d)1[3-9](?:{_GAP}\d){{9}}|(?<!\d)0\d{{2,3}}{_GAP}\d(?:{_GAP}\d){{6}}|[48]00(?:{_GAP}\d){{7}}|\d{{7,}}"
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co"}  # Unicode categories: control, format, surrogate, private use


class InvalidTemplate(ApplicationError):
    """The texts may not be sent."""


@dataclass(frozen=True)
class Example:
    """The texts with usual sample values: in an inbox, as a text message, and its length.

    `longest` is the length with the longest sample values.
    """

    title: str
    body: str
    text: str
    length: sms_segments.Length
    longest: sms_segments.Length


@dataclass(frozen=True)
class TemplatePreview:
    """The errors of the texts, and how they would read; no example where their braces are wrong."""

    texts: TextPair
    errors: list[InvalidTemplate]
    example: Example | None


def validate_template(kind: ReminderKind, language: str, title: str, body: str, *, by_sms: bool) -> TextPair:
    """The normalised texts. Raises InvalidTemplate."""
    for error in template_errors(kind, language, title, body, by_sms=by_sms):
        raise error
    return normalise(title, body)


def template_errors(kind: ReminderKind, language: str, title: str, body: str, *, by_sms: bool) -> list[InvalidTemplate]:
    """All errors, at most one per text and check. Texts with wrong braces cannot be filled and checked further."""
    texts = normalise(title, body)
    errors = [*_missing_title(texts), *_wrong_braces(kind, texts), *_invisible_characters(texts)]
    if errors:
        return errors
    errors = [*_forbidden(texts), *_too_long(kind, language, texts)]
    return [*errors, *_blocked_by_carriers(kind, language, texts)] if by_sms else errors


def preview_template(kind: ReminderKind, language: str, title: str, body: str, *, by_sms: bool) -> TemplatePreview:
    """Preview texts that are still being written."""
    texts = normalise(title, body)
    can_fill = not any(_wrong_braces(kind, texts))
    errors = template_errors(kind, language, title, body, by_sms=by_sms)
    return TemplatePreview(texts, errors, example(kind, language, texts) if can_fill else None)


def normalise(title: str, body: str) -> TextPair:
    """Put the title on one line; strip the lines of the body."""
    return " ".join(title.split()), "\n".join(line.strip() for line in body.strip().splitlines())


def example(kind: ReminderKind, language: str, texts: TextPair) -> Example:
    """Fill in sample values. The braces of the texts must be right."""
    title, body = render(texts, samples.values(kind, language))
    text = whole_text(title, body)
    longest = whole_text(*render(texts, samples.values(kind, language, "longest")))
    return Example(title, body, text, sms_segments.length_of(text), sms_segments.length_of(longest))


def _by_field(texts: TextPair) -> Iterator[tuple[str, str]]:
    yield from zip(("title", "body"), texts, strict=True)


def _missing_title(texts: TextPair) -> Iterator[InvalidTemplate]:
    if not texts[0]:
        yield InvalidTemplate(_("请填标题：一句话说清是什么事。"), field="title")


def _wrong_braces(kind: ReminderKind, texts: TextPair) -> Iterator[InvalidTemplate]:
    known = samples.names(kind)
    allowed = _("、").join(f"{{{name}}}" for name in known)
    for field, text in _by_field(texts):
        rest = _VARIABLE.sub("", text)
        unknown = [name for name in _VARIABLE.findall(text) if name not in known]
        if odd := _IN_BRACES.search(rest):
            message = _("“%(what)s”不行：花括号里只写变量名，不加格式和点号。可用：%(names)s。")
            yield InvalidTemplate(message % {"what": odd[0], "names": allowed}, field=field)
        elif set(rest) & set("{}｛｝"):
            message = _("花括号要成对，并用半角的 { }。可用：%(names)s。")
            yield InvalidTemplate(message % {"names": allowed}, field=field)
        elif unknown:
            message = _("没有变量 {%(name)s}。可用：%(names)s。")
            yield InvalidTemplate(message % {"name": unknown[0], "names": allowed}, field=field)


def _invisible_characters(texts: TextPair) -> Iterator[InvalidTemplate]:
    """Characters that steer or hide text; only line breaks are allowed."""
    for field, text in _by_field(texts):
        if any(unicodedata.category(character) in _INVISIBLE and character != "\n" for character in text):
            yield InvalidTemplate(_("含有看不见的字符，请删去后重新输入这一段。"), field=field)


def _forbidden(texts: TextPair) -> Iterator[InvalidTemplate]:
    for field, text in _by_field(texts):
        if forbidden := forbidden_words.find_forbidden(_VARIABLE.sub(_VARIABLE_MARK, text)):
            message = _("不能写“%(word)s”：涉及%(what)s。%(remedy)s")
            values = {"word": forbidden.word, "what": forbidden.topic.label, "remedy": _remedy(forbidden.topic)}
            yield InvalidTemplate(message % values, field=field)


def _remedy(topic: ForbiddenTopic) -> str:
    if topic == ForbiddenTopic.LABEL:
        return _("请改成“孩子”或“学生”。")
    return _("请改成“请联系班主任”，由人当面或打电话说。")


def _too_long(kind: ReminderKind, language: str, texts: TextPair) -> Iterator[InvalidTemplate]:
    """The template must fit its column, and the text with the longest values that of the notification."""
    rendered = render(texts, samples.values(kind, language, "longest"))
    for (field, text), longest, limit in zip(_by_field(texts), rendered, (MAX_TITLE, MAX_BODY), strict=True):
        excess = max(len(text), len(longest)) - limit
        if excess > 0:
            message = _("最长只能 %(most)d 个字，请删去 %(over)d 个（变量按最长的情形算）。")
            yield InvalidTemplate(message % {"most": limit, "over": excess}, field=field)


def _blocked_by_carriers(kind: ReminderKind, language: str, texts: TextPair) -> Iterator[InvalidTemplate]:
    for field, text in _by_field(texts):
        plain = unicodedata.normalize("NFKC", _VARIABLE.sub(_VARIABLE_MARK, text))
        if _ADDRESS.search(plain):
            yield InvalidTemplate(_("短信里不能写网址或邮箱，运营商会拦截，家长也分不清真假。请删去。"), field=field)
        if _NUMBER.search(plain):
            yield InvalidTemplate(_("短信里不能写电话或长串号码，容易被冒用。请改成“请联系班主任”。"), field=field)
        if set(text) & set("【】"):
            yield InvalidTemplate(_("短信里不能写【】，签名由系统加上。请删去。"), field=field)
    longest = example(kind, language, texts).longest
    if longest.segments > sms_segments.MAX_SEGMENTS:
        limit = sms_segments.max_characters(sms_segments.MAX_SEGMENTS)
        message = _("短信最长 %(parts)d 条（%(most)d 个字，含签名），现在最长会有 %(now)d 个字。请写短一些。")
        values = {"parts": sms_segments.MAX_SEGMENTS, "most": limit, "now": longest.characters}
        yield InvalidTemplate(message % values, field="body" if texts[1] else "title")
