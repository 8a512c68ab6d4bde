"""`{% load documents %}{% export_button "staff" %}`: takes the list of a page out as a file."""

from collections.abc import Mapping

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from services.access.permissions import Permission
from services.documents import lists
from services.web.templatetags.components import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def export_button(
    context: RequestContext, key: str, filters: Mapping[str, str] | None = None, label: str = ""
) -> SafeString | str:
    """A link to the export of a list with the page's filters, in the API's words; nothing for who may not."""
    actor = context["request"].actor
    if not (actor.has_permission(Permission.EXPORT_LISTS) and actor.has_permission(lists.get(key).permission)):
        return ""
    query = urlencode({"list": key, **{name: text for name, text in (filters or {}).items() if text}})
    url = f"{reverse('web:export_new')}?{query}"
    return format_html(
        '<a class="btn btn-plain no-print" href="{}">{}{}</a>', url, icon("download"), label or _("导出")
    )
