"""本校安排: the tabs that the pages of a school's term and staff share."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from services.access.actor import Actor
from services.access.permissions import Permission
from services.web.components import Tab

SCHOOL_PAGES: dict[str, Promise] = {
    "web:plan": gettext_lazy("工作计划"),
    "web:calendar": gettext_lazy("校历"),
    "web:duty_shifts": gettext_lazy("值日"),
    "web:deadlines": gettext_lazy("报送"),
    "web:classes": gettext_lazy("班级"),
    "web:departures": gettext_lazy("学籍异动"),
    "web:staff": gettext_lazy("教职工"),
    "web:members": gettext_lazy("成员与邀请"),
    "web:emergency_accesses": gettext_lazy("紧急查看"),
}
# Pages that not everybody of them opens.
NEEDS = {
    "web:emergency_accesses": Permission.REVIEW_EMERGENCY_ACCESS,
    "web:retention_lists": Permission.CONFIRM_DELETION,
    "web:header_aliases": Permission.MANAGE_HEADER_ALIASES,
}
# What the county sets for all schools.
COUNTY_PAGES: dict[str, Promise] = {
    **{name: SCHOOL_PAGES[name] for name in ("web:calendar", "web:deadlines")},
    "web:directory": gettext_lazy("学校名录"),
    "web:departures": SCHOOL_PAGES["web:departures"],
    "web:members": SCHOOL_PAGES["web:members"],
    "web:header_aliases": gettext_lazy("名册列名"),
    "web:retention_lists": gettext_lazy("到期资料"),
}


def school_tabs(by: Actor, current: str) -> list[Tab]:
    """Tabs for people who manage a school or the county's calendar; nobody else has more than one of the pages."""
    if by.has_permission(Permission.EDIT_PLANS):
        pages = SCHOOL_PAGES
    elif by.has_permission(Permission.MANAGE_CALENDAR):
        pages = COUNTY_PAGES
    else:
        return []
    return [
        Tab(label, reverse(name), is_active=name == current)
        for name, label in pages.items()
        if name not in NEEDS or by.has_permission(NEEDS[name])
    ]
