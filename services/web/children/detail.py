"""One child: what the tabs tell, the contact card, whole numbers for a reason."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children import access
from services.children.actions import contact_cards, phone_numbers
from services.children.choices import AuditAction, Parent, Ternary, Whereabouts
from services.children.models import Child
from services.children.queries import family as families
from services.children.queries import lists
from services.health import queries as health
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools import queries as schools
from services.web.care.care_records import records_tab
from services.web.children.family_forms import Filled, family_tab
from services.web.components import Step, Tab, flash
from services.web.decorators import requires
from services.web.notify.delivery_log import log_rows, notices_about

BASIS_LABELS = {
    "d1": gettext_lazy("学校口径（父母一方或双方外出）"),
    "d2": gettext_lazy("国发13号口径"),
    "d3": gettext_lazy("教育统计口径（外出三个月以上）"),
}


@requires(Permission.VIEW_CHILD)
def child(request: Any, public_id: UUID) -> HttpResponse:
    """One child: 概况, 家庭, 关爱记录, 体检, 消息, 谁能看到."""
    return show(request, child_of(request, public_id), request.GET.get("tab", ""))


def show(request: Any, found: Child, tab: str, filled: Filled | None = None) -> HttpResponse:
    """The page at a tab; `filled` gives back a form that was refused."""
    by, today, pupil = request.actor, clock.today(), found.pupil
    tabs = _tabs(found, by, tab)
    tab = tab if tab and not tabs[0].is_active else ""
    family = families.of(pupil, by, today)
    audit.log(AuditAction.CHILD_VIEWED, target=found, by=by, now=clock.now(), detail={"tab": tab or "overview"})
    context = {
        "child": found,
        "pupil": pupil,
        "label": pupil.school_class.label(schools.school_year_of(today)),
        "age": age(pupil.birth_date, today),
        "today": today,
        "told": family,
        "tab": tab,
        "tabs": tabs,
        "seers": lists.who_can_see(found, clock.now()),
        "parents": [(fact, Parent(fact.parent).label, _whereabouts(fact.whereabouts)) for fact in family.parents],
        "may_call": by.has_permission(Permission.CALL_FAMILY),
        "may_edit": by.has_permission(Permission.EDIT_PUPIL),
        **records_tab(found, by),
    }
    if tab == "family":
        context |= family_tab(family, filled or {})
    elif tab == "checkups":
        context["checkups"] = health.checkups_of(pupil)
    elif tab == "notifications":
        context |= {"lines": log_rows(notices_about(found)), "may_open": by.has_permission(Permission.VIEW_DELIVERIES)}
    elif tab == "access":
        context["roles"] = lists.roles_that_see(found, today)
    elif tab == "":
        context |= _overview(family) | {"may_unmask": by.has_permission(Permission.UNMASK_NUMBERS)}
    return render(request, "children/child.html", context, status=422 if filled else 200)


def _tabs(found: Child, by: Actor, tab: str) -> list[Tab]:
    words = {"": _("概况"), "family": _("家庭"), "care": _("关爱记录")}
    if by.school_id and by.has_permission(Permission.VIEW_RESULTS):  # the county reads figures, never results
        words["checkups"] = _("体检")
    words["notifications"] = _("消息")
    words["access"] = _("谁能看到")
    here = reverse("web:child", args=[found.public_id])
    known = tab if tab in words else ""
    return [Tab(word, f"{here}?tab={key}" if key else here, key == known) for key, word in words.items()]


def _overview(told: Any) -> dict[str, Any]:
    return {
        "verdicts": [
            (BASIS_LABELS[name], Ternary(verdict.answer).label, verdict.answer, verdict.sentence)
            for name, verdict in told.classifications.items()
        ],
        "history": [
            Step(
                f"{Parent(fact.parent).label} {_whereabouts(fact.whereabouts)}",
                f"{fact.since} – {fact.until}",
                fact.location,
            )
            for fact in told.history
        ],
    }


@require_POST
@requires(Permission.UNMASK_NUMBERS)
def unmask(request: Any, public_id: UUID) -> HttpResponse:
    """Whole numbers on this one answer, for a reason that stays in the trail."""
    found = child_of(request, public_id)
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    try:
        values = phone_numbers.unmask(pupil=found.pupil, field=field, reason=reason, by=request.actor, now=clock.now())
    except ApplicationError as refusal:
        return render(request, "children/unmasked.html", {"values": [], "wrong": str(refusal)}, status=422)
    answer = render(
        request, "children/unmasked.html", {"values": [each for each in values.values() if each], "wrong": ""}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Permission.VIEW_CHILD)
def card(request: Any, public_id: UUID) -> HttpResponse:
    """The contact card, to look at and to issue."""
    found = child_of(request, public_id)
    if request.method == "POST" and request.actor.has_permission(Permission.EDIT_PUPIL):
        contact_cards.issue_card(child=found, by=request.actor, now=clock.now())
        flash(request, _("联系卡已填发。"))
        return redirect("web:contact_card", public_id)
    audit.log(AuditAction.CARD_VIEWED, target=found, by=request.actor, now=clock.now())
    shown = contact_cards.card_of(found, request.actor, clock.now())
    context = {
        "child": found,
        "card": shown,
        "issued_on": date.fromisoformat(shown.issued_on) if shown.issued_on else None,
        "may_issue": request.actor.has_permission(Permission.EDIT_PUPIL),
    }
    return render(request, "children/card.html", context)


@requires(Permission.VIEW_CHILD)
def card_pdf(request: Any, public_id: UUID) -> HttpResponse:
    content = contact_cards.render_pdf(child=child_of(request, public_id), by=request.actor, now=clock.now())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="contact-card.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def child_of(request: Any, public_id: UUID) -> Child:
    rows = access.visible_to(request.actor, clock.now()).select_related(
        "pupil__school_class__class_teacher", "pupil__school"
    )
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _whereabouts(word: str) -> str:
    return str(Whereabouts(word).label) if word else _("不清楚")


def age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
