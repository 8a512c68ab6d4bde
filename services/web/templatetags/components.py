"""Template tags of the shared components: `{% load components %}`. Usage in docs/pages.md."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, ChoiceField, Field
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from services.kit import qr
from services.web.components import undo_url_of

register = template.Library()
ICON_LIST = Path(__file__).resolve().parent.parent / "static" / "icons.txt"
SPARK_WIDTH, SPARK_HEIGHT = 100, 28
HEAT_STEPS = (60, 75, 85, 95)  # percent


@cache
def known_icons() -> frozenset[str]:
    lines = (line.split("#")[0].strip() for line in ICON_LIST.read_text(encoding="utf-8").splitlines())
    return frozenset(line.replace(" ", "-") for line in lines if line)


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite; without `label` it is decoration and hidden from screen readers."""
    if name not in known_icons():
        raise template.TemplateSyntaxError(f"icon “{name}” is not in static/icons.txt")
    css_class = f"icon icon-{size}" if size else "icon"
    href = f"{static('vendor/icons.svg')}#i-{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css_class, label, href)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css_class, href)


@register.simple_tag
def percent(part: int | None, whole: int | None, digits: int = 0) -> str:
    """`86%`; a dash where there is nothing to divide by. What is not complete is never rounded up to 100 %."""
    if part is None or not whole:
        return "—"
    step = Decimal(1).scaleb(-digits)
    share = (Decimal(100 * part) / Decimal(whole)).quantize(step, ROUND_HALF_UP)
    if part < whole and share >= 100:
        share = Decimal(100) - step
    return f"{share}%"


@register.simple_tag
def asof(moment: datetime | None, live: bool = False) -> SafeString | str:  # a template's keyword
    """As of when the figures are true, to the second."""
    if moment is None:
        return _("暂无数据")
    local = timezone.localtime(moment)
    text = format_date(local, _("n月j日 H:i:s"))
    css_class = "asof asof-live" if live else "asof"
    return format_html('<time class="{}" datetime="{}">{} {}</time>', css_class, local.isoformat(), _("数据截至"), text)


@register.inclusion_tag("partials/figure.html")
def figure(
    label: str,
    value: object,
    unit: str = "",
    *,
    delta: str = "",
    good: bool | None = None,
    note: str = "",
    url: str = "",
    spark: Sequence[float] = (),
    tone: str = "",
) -> dict[str, object]:
    """A number card.

    `delta` is the change as text (“+3.1%”), `good` whether that is welcome; `tone`: due, alert, done.
    """
    return {
        "label": label,
        "value": "—" if value is None else f"{value:,}" if isinstance(value, int) else value,
        "unit": "" if value is None else unit,
        "delta": delta,
        "delta_class": {True: "delta-good", False: "delta-bad", None: ""}[good],
        "direction": {"+": "▲", "-": "▼", "−": "▼"}.get(delta[:1], ""),
        "delta_size": delta.lstrip("+-−"),
        "note": note,
        "url": url,
        "points": spark_points(spark),
        "width": SPARK_WIDTH,
        "height": SPARK_HEIGHT,
        "tone": tone,
    }


@register.simple_tag
def sparkline(values: Sequence[float]) -> SafeString | str:
    """The course of some values as a small line; "" for fewer than three."""
    svg = '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    line = format_html('<polyline points="{}" vector-effect="non-scaling-stroke"/>', spark_points(values))
    return format_html(svg, SPARK_WIDTH, SPARK_HEIGHT, line) if len(values) >= 3 else ""


def spark_points(values: Sequence[float]) -> str:
    """The points of an SVG polyline in a box of 100 × 28, zero at the bottom; "" for fewer than three values."""
    if len(values) < 3:
        return ""
    top = max(*values, 0) or 1
    step = SPARK_WIDTH / (len(values) - 1)
    inner = SPARK_HEIGHT - 4  # room for the stroke
    return " ".join(f"{i * step:.1f},{2 + inner - inner * max(v, 0) / top:.1f}" for i, v in enumerate(values))


@register.inclusion_tag("partials/breadcrumbs.html")
def breadcrumbs(*crumbs: object) -> dict[str, object]:
    """`{% breadcrumbs "全县" county_url "中心小学" school_url "三(2)班" %}`; the last is the current page."""
    links = [{"label": crumbs[i], "url": crumbs[i + 1]} for i in range(0, len(crumbs) - 1, 2)]
    return {"links": links, "current": crumbs[-1] if len(crumbs) % 2 else ""}


@register.inclusion_tag("partials/badge.html")
def state(label: str, tone: str = "", icon: str = "") -> dict[str, str]:
    """A state in a coloured pill. Tones: due, alert, done, now; none for the past."""
    default = {"due": "clock", "alert": "alert-circle", "done": "check", "now": "loader-2"}
    return {"label": label, "tone": tone, "icon": icon or default.get(tone, "")}


@register.simple_tag
def qr_code(url: str) -> SafeString:
    """A link as a QR code, for the phone of the person beside the screen."""
    side, path = qr.svg_path(url)
    shape = '<svg class="qr-code" viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><path d="{2}"/></svg>'
    return format_html(shape, side, _("链接的二维码"), path)


@register.filter
def undo_url(message: Message) -> str:
    """The address that undoes what a message reports; "" where it cannot be undone."""
    return undo_url_of(message.extra_tags or "")


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether a form field is one checkbox, whose label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def error_messages(field: BoundField) -> list[str]:
    """The errors of a field. For an empty one our short text replaces Django's."""
    required = str(Field.default_error_messages["required"])
    empty = _("请选择一项。") if isinstance(field.field, ChoiceField) else _("请填写这一项。")
    return [empty if error == required else error for error in map(str, field.errors)]


@register.filter
def dot_icon(tone: str) -> str:
    """The icon in a timeline's dot."""
    return {"done": "check", "now": "player-play", "due": "clock", "alert": "alert-circle"}.get(tone, "minus")


@register.filter
def heat(percent: float | None) -> str:
    """The shade of a share in a heat grid, from 1 (under 60 %) to 5 (95 % and more); none where nothing was due."""
    return "" if percent is None else f"heat-{1 + sum(percent >= step for step in HEAT_STEPS)}"


@register.filter
def get(values: Mapping[str, object], key: str) -> object:
    """`values|get:key` of a mapping; None where the key is missing."""
    return values.get(key)
