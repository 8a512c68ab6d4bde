"""What a county's own words may be: variables their kind knows, no forbidden word, not too long; as a text message also
nothing that carriers stop. A pure rule: `draft` gives the words tidied or raises the first refusal, `faults` names all.

Forbidden words are refused in every text: a rule may send by mail or SMS tomorrow what stands in an inbox today.
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

MAX_TITLE, MAX_BODY = 120, 500  # of models.Notice
_VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_IN_BRACES = re.compile(r"\{[^{}]*\}")
_PLACE = "□"  # where a variable stood
_TOP = "com|cn|net|org|gov|edu|info|biz|top|xyz|vip|cc|io|me|tv|co|app|link|site|club|shop|online|ltd|公司|网络|中国"
_ADDRESS = re.compile(rf"://|www\.|[\w-]\.(?:{_TOP})(?![a-z])|[\w-]\.[a-z]{{2,}}/|\w@\w", re.IGNORECASE)
_GAP = r"[\s()\-]{0,2}"
_NUMBER = re.compile(  # a mobile, a landline with its area code, 400 and 800, or digits in a row that are no date
    rf"(?<!\d)1[3-9](?:{_GAP}\d){{9}}|(?<!\d)0\d{{2,3}}{_GAP}\d(?:{_GAP}\d){{6}}|[48]00(?:{_GAP}\d){{7}}|\d{{7,}}"
)


class InvalidTemplate(ApplicationError):
    """These words may not go out."""


@dataclass(frozen=True)
class Example:
    """The words with usual values in place: as they read in an inbox, as a text message, and how long that is.

    `longest`: with the longest values that are plausible.
    """

    title: str
    body: str
    text: str
    length: sms_segments.Length
    longest: sms_segments.Length


@dataclass(frozen=True)
class TemplatePreview:
    """What is wrong with words, and how they would read; no example where their braces make none."""

    texts: TextPair
    errors: list[InvalidTemplate]
    example: Example | None


def validate_template(kind: ReminderKind, language: str, title: str, body: str, *, by_sms: bool) -> TextPair:
    """The words as they are kept. Raises UnfitWords."""
    for fault in template_errors(kind, language, title, body, by_sms=by_sms):
        raise fault
    return normalise(title, body)


def template_errors(kind: ReminderKind, language: str, title: str, body: str, *, by_sms: bool) -> list[InvalidTemplate]:
    """All that is wrong, at most one for each text and rule; of a text whose braces are wrong nothing more is said."""
    words = normalise(title, body)
    found = [*_empty(words), *_of_braces(kind, words), *_unseen(words)]
    if found:
        return found
    found += [*_forbidden(words), *_too_long(kind, language, words)]
    return [*found, *_stopped_by_carriers(kind, language, words)] if by_sms else found


def preview_template(kind: ReminderKind, language: str, title: str, body: str, *, by_sms: bool) -> TemplatePreview:
    """For whoever is still writing."""
    words = normalise(title, body)
    fills = not any(_of_braces(kind, words))
    found = template_errors(kind, language, title, body, by_sms=by_sms)
    return TemplatePreview(words, found, example(kind, language, words) if fills else None)


def normalise(title: str, body: str) -> TextPair:
    """A title is one line; lines of a body keep no spaces at their ends."""
    return " ".join(title.split()), "\n".join(line.strip() for line in body.strip().splitlines())


def example(kind: ReminderKind, language: str, words: TextPair) -> Example:
    """Call it on words without faults in their braces."""
    title, body = render(words, samples.values(kind, language))
    text = whole_text(title, body)
    longest = whole_text(*render(words, samples.values(kind, language, "longest")))
    return Example(title, body, text, sms_segments.length_of(text), sms_segments.length_of(longest))


def _named(words: TextPair) -> Iterator[tuple[str, str]]:
    yield from zip(("title", "body"), words, strict=True)


def _empty(words: TextPair) -> Iterator[InvalidTemplate]:
    if not words[0]:
        yield InvalidTemplate(_("请填标题：一句话说清是什么事。"), field="title")


def _of_braces(kind: ReminderKind, words: TextPair) -> Iterator[InvalidTemplate]:
    known = samples.names(kind)
    allowed = _("、").join(f"{{{name}}}" for name in known)
    for field, text in _named(words):
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


def _unseen(words: TextPair) -> Iterator[InvalidTemplate]:
    """Signs that steer or hide text; a line break is the one that may stand in a body."""
    for field, text in _named(words):
        if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} and sign != "\n" for sign in text):
            yield InvalidTemplate(_("含有看不见的字符，请删去后重新输入这一段。"), field=field)


def _forbidden(words: TextPair) -> Iterator[InvalidTemplate]:
    for field, text in _named(words):
        if hit := forbidden_words.find_forbidden(_VARIABLE.sub(_PLACE, text)):
            message = _("不能写“%(word)s”：涉及%(what)s。%(remedy)s")
            what = {"word": hit.word, "what": hit.topic.label, "remedy": _remedy(hit.topic)}
            yield InvalidTemplate(message % what, field=field)


def _remedy(touches: ForbiddenTopic) -> str:
    if touches == ForbiddenTopic.LABEL:
        return _("请改成“孩子”或“学生”。")
    return _("请改成“请联系班主任”，由人当面或打电话说。")


def _too_long(kind: ReminderKind, language: str, words: TextPair) -> Iterator[InvalidTemplate]:
    filled = render(words, samples.values(kind, language, "longest"))
    for (field, text), longest, most in zip(_named(words), filled, (MAX_TITLE, MAX_BODY), strict=True):
        over = max(len(text), len(longest)) - most
        if over > 0:
            message = _("最长只能 %(most)d 个字，请删去 %(over)d 个（变量按最长的情形算）。")
            yield InvalidTemplate(message % {"most": most, "over": over}, field=field)


def _stopped_by_carriers(kind: ReminderKind, language: str, words: TextPair) -> Iterator[InvalidTemplate]:
    for field, text in _named(words):
        plain = unicodedata.normalize("NFKC", _VARIABLE.sub(_PLACE, text))
        if _ADDRESS.search(plain):
            yield InvalidTemplate(_("短信里不能写网址或邮箱，运营商会拦截，家长也分不清真假。请删去。"), field=field)
        if _NUMBER.search(plain):
            yield InvalidTemplate(_("短信里不能写电话或长串号码，容易被冒用。请改成“请联系班主任”。"), field=field)
        if set(text) & set("【】"):
            yield InvalidTemplate(_("短信里不能写【】，签名由系统加上。请删去。"), field=field)
    longest = example(kind, language, words).longest
    if longest.segments > sms_segments.MAX_SEGMENTS:
        most = sms_segments.max_characters(sms_segments.MAX_SEGMENTS)
        message = _("短信最长 %(parts)d 条（%(most)d 个字，含签名），现在最长会有 %(now)d 个字。请写短一些。")
        values = {"parts": sms_segments.MAX_SEGMENTS, "most": most, "now": longest.characters}
        yield InvalidTemplate(message % values, field="body" if words[1] else "title")
