"""The children one may see: the list, one child's page, its contact card, who can see it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import trail
from services.access.may import May
from services.care import queries as care
from services.children import access
from services.children.actions import cards, contacts, family
from services.children.choices import Answer, ContactOf, Parent, PupilState, Verified, Whereabouts
from services.children.models import Child, Contact
from services.children.queries import family as families
from services.children.queries import people
from services.children.roster.tables import relations
from services.kit import clock
from services.kit.cursors import BadCursor
from services.kit.paging import Order
from services.kit.paging import page as page_of
from services.kit.refusals import Refused
from services.plans.choices import Duty
from services.schools import queries as schools
from services.web.door import page
from services.web.parts import Step, Tab, say

BY_NAME = Order.by("pinyin")
SIZE, MOST_FOUND = 50, 50
YES_NO = {"yes": True, "no": False}
BASIS_WORDS = {
    "d1": gettext_lazy("学校口径(父母一方或双方外出)"),
    "d2": gettext_lazy("国发13号口径"),
    "d3": gettext_lazy("教育统计口径(外出三个月以上)"),
}


@page(May.VIEW_CHILD)
def children(request: Any) -> HttpResponse:
    """The list. A search is posted, so that no name stands in an address."""
    if request.method == "POST":
        return _found_list(request)
    rows = _late(request, people.children(request.actor, clock.now(), clock.today(), _wish(request)))
    found = _page(request, rows)
    kept = {name: value for name, value in request.GET.items() if name != "cursor"}
    cursors = {"newer": found.previous, "older": found.next}
    links = {word: f"?{urlencode({**kept, 'cursor': cursor})}" if cursor else "" for word, cursor in cursors.items()}
    return _list(request, list(found.rows), "", links)


def _found_list(request: Any) -> HttpResponse:
    words = request.POST.get("q", "").strip()[:60]
    rows = people.children(request.actor, clock.now(), clock.today(), people.Wish(words=words))
    return _list(request, list(rows.order_by("pinyin", "id")[:MOST_FOUND]), words, {"newer": "", "older": ""})


def _list(request: Any, rows: list[dict[str, Any]], words: str, links: dict[str, str]) -> HttpResponse:
    trail.note("children.listed", about=[row["child__public_id"] for row in rows], by=request.actor, now=clock.now())
    today = clock.today()
    context = {
        "rows": [
            {
                **row,
                "label": people.class_label(row, today),
                "age": _age(row["birth_date"], today),
                "sex_word": {"M": _("男"), "F": _("女")}[row["sex"]],
                "answer": row[request.GET.get("basis", "d1") if request.GET.get("basis") in BASIS_WORDS else "d1"],
            }
            for row in rows
        ],
        "words": words,
        "chips": _chips(request),
        "classes": _classes(request),
        "is_filtered": bool(words or set(request.GET) - {"cursor"}),
        "is_county": request.actor.school_id is None,
        "may_import": request.actor.may(May.IMPORT_ROSTER),
        **links,
    }
    return render(request, "children/list.html", context)


@page(May.VIEW_CHILD)
def search(request: Any) -> HttpResponse:
    """The box in the top bar: the first few who fit. Opened on the phone it is the list with its search."""
    if request.method != "POST":
        return redirect("web:children")
    if not request.htmx:
        return _found_list(request)
    words = request.POST.get("q", "").strip()[:60]
    rows: list[dict[str, Any]] = []
    if words:
        wish = people.Wish(words=words)
        rows = list(people.children(request.actor, clock.now(), clock.today(), wish).order_by("pinyin", "id")[:8])
        about = [row["child__public_id"] for row in rows]
        trail.note("children.listed", about=about, by=request.actor, now=clock.now())
    results = [
        {
            "url": reverse("web:child", args=[row["child__public_id"]]),
            "name": row["name"],
            "note": people.class_label(row, clock.today()),
        }
        for row in rows
    ]
    return render(request, "partials/search_results.html", {"results": results})


@page(May.VIEW_CHILD)
def child(request: Any, public_id: UUID) -> HttpResponse:
    """One child: 概况, 家庭, 关爱记录, 谁能看到."""
    found = _child(request, public_id)
    return _show(request, found, request.GET.get("tab", ""))


def _show(request: Any, found: Child, tab: str, forms_: dict[str, forms.Form] | None = None) -> HttpResponse:
    tabs = {"": _("概况"), "family": _("家庭"), "care": _("关爱记录"), "access": _("谁能看到")}
    tab = tab if tab in tabs else ""
    today, pupil = clock.today(), found.pupil
    told = families.of(pupil, request.actor, today)
    trail.note("children.seen", about=found, by=request.actor, now=clock.now(), detail={"tab": tab or "overview"})
    here = reverse("web:child", args=[found.public_id])
    context: dict[str, Any] = {
        "child": found,
        "pupil": pupil,
        "label": pupil.school_class.label(schools.school_year_of(today)),
        "age": _age(pupil.birth_date, today),
        "today": today,
        "told": told,
        "tab": tab,
        "tabs": [Tab(word, f"{here}?tab={key}" if key else here, key == tab) for key, word in tabs.items()],
        "verdicts": [
            (BASIS_WORDS[name], Answer(verdict.answer).label, verdict.answer, verdict.sentence)
            for name, verdict in told.verdicts.items()
        ],
        "parents": [(fact, Parent(fact.parent).label, _whereabouts(fact.whereabouts)) for fact in told.parents],
        "history": [
            Step(
                f"{Parent(fact.parent).label} {_whereabouts(fact.whereabouts)}",
                f"{fact.since} – {fact.until}",
                fact.place,
            )
            for fact in told.history
        ],
        "seers": people.who_can_see(found, clock.now()),
        "may_edit": request.actor.may(May.EDIT_PUPIL),
        "may_unmask": request.actor.may(May.UNMASK),
        "record_url": _record_url(request, found),
    }
    context |= _of_tab(found, tab, told, forms_ or {}, today)
    return render(request, "children/child.html", context, status=422 if forms_ else 200)


def _of_tab(found: Child, tab: str, told: Any, filled: dict[str, forms.Form], today: date) -> dict[str, Any]:
    if tab == "care":
        return {"records": care.records_of(found)}
    if tab == "access":
        return {"roles": people.roles_that_see(found, today)}
    if tab != "family":
        return {}
    now = {fact.parent: fact for fact in told.parents}
    parents = [
        (which, which.label, filled.get(which) or ParentForm(prefix=which, initial=_initial(now.get(which))))
        for which in Parent
    ]
    guardian = told.guardian
    start = {"name": guardian.name, "relation": guardian.relation, "age": guardian.age} if guardian else {}
    return {
        "parent_forms": parents,
        "guardian_form": filled.get("guardian") or GuardianForm(prefix="guardian", initial=start),
        "contact_form": filled.get("contact") or ContactForm(prefix="contact"),
        "verified": Verified.choices,
    }


class ParentForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60, required=False)
    whereabouts = forms.ChoiceField(
        label=gettext_lazy("现在的情况"), choices=[("", gettext_lazy("不清楚")), *Whereabouts.choices], required=False
    )
    place = forms.CharField(label=gettext_lazy("在哪里"), max_length=200, required=False)
    away_since = forms.DateField(
        label=gettext_lazy("外出起始日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    can_guard = forms.TypedChoiceField(
        label=gettext_lazy("监护能力"),
        choices=[("", gettext_lazy("没有登记")), ("yes", gettext_lazy("有")), ("no", gettext_lazy("没有"))],
        coerce=YES_NO.get,
        empty_value=None,
        required=False,
    )


class GuardianForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    relation = forms.ChoiceField(label=gettext_lazy("与学生关系"), required=False)
    age = forms.IntegerField(label=gettext_lazy("年龄"), min_value=1, max_value=119, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict.fromkeys((code, word) for word, code in relations().values())
        self.fields["relation"].choices = [("", "—"), *words]  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    of = forms.ChoiceField(label=gettext_lazy("谁的电话"), choices=ContactOf.choices)
    phone = forms.CharField(label=gettext_lazy("电话号码"), max_length=30)


@require_POST
@page(May.EDIT_PUPIL)
def parent(request: Any, public_id: UUID, which: str) -> HttpResponse:
    if which not in Parent.values:
        raise Http404
    found, form = _child(request, public_id), ParentForm(request.POST, prefix=which)
    return _edit(
        request,
        found,
        which,
        form,
        lambda told: family.record_parent(
            pupil=found.pupil, parent=Parent(which), by=request.actor, now=clock.now(), **told
        ),
    )


@require_POST
@page(May.EDIT_PUPIL)
def guardian(request: Any, public_id: UUID) -> HttpResponse:
    found, form = _child(request, public_id), GuardianForm(request.POST, prefix="guardian")
    return _edit(
        request,
        found,
        "guardian",
        form,
        lambda told: family.set_guardian(pupil=found.pupil, by=request.actor, now=clock.now(), **told),
    )


@require_POST
@page(May.EDIT_PUPIL)
def contact(request: Any, public_id: UUID) -> HttpResponse:
    found, form = _child(request, public_id), ContactForm(request.POST, prefix="contact")
    return _edit(
        request,
        found,
        "contact",
        form,
        lambda told: contacts.add_contact(
            pupil=found.pupil, of=ContactOf(told["of"]), phone=told["phone"], by=request.actor, now=clock.now()
        ),
    )


def _edit(
    request: Any, found: Child, name: str, form: forms.Form, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            say(request, _("已保存。"))
            return redirect(f"{reverse('web:child', args=[found.public_id])}?tab=family")
    return _show(request, found, "family", {name: form})


@require_POST
@page(May.EDIT_PUPIL)
def verify(request: Any, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """What came of ringing a number, or that it goes."""
    found = _child(request, public_id)
    one = Contact.objects.filter(pupil=found.pupil_id, public_id=contact_id).select_related("pupil").first()
    if one is None:
        raise Http404
    wish = request.POST.get("result", "")
    if wish == "remove":
        contacts.remove_contact(contact=one, by=request.actor, now=clock.now())
        say(request, _("号码已删除。"))
    elif wish in Verified.values:
        contacts.verify_contact(contact=one, result=Verified(wish), by=request.actor, now=clock.now())
        say(request, _("核实结果已记下。"))
    return redirect(f"{reverse('web:child', args=[public_id])}?tab=family")


@require_POST
@page(May.UNMASK)
def unmask(request: Any, public_id: UUID) -> HttpResponse:
    """Whole numbers on this one answer, for a reason that stays in the trail."""
    found = _child(request, public_id)
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    try:
        values = contacts.unmask(pupil=found.pupil, field=field, reason=reason, by=request.actor, now=clock.now())
    except Refused as refusal:
        return render(request, "children/unmasked.html", {"values": [], "wrong": str(refusal)}, status=422)
    answer = render(
        request, "children/unmasked.html", {"values": [each for each in values.values() if each], "wrong": ""}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@page(May.VIEW_CHILD)
def card(request: Any, public_id: UUID) -> HttpResponse:
    """The contact card, to look at and to issue."""
    found = _child(request, public_id)
    if request.method == "POST" and request.actor.may(May.EDIT_PUPIL):
        cards.issue(child=found, by=request.actor, now=clock.now())
        say(request, _("联系卡已填发。"))
        return redirect("web:contact_card", public_id)
    trail.note("children.card_seen", about=found, by=request.actor, now=clock.now())
    context = {
        "child": found,
        "card": cards.card_of(found, request.actor, clock.now()),
        "may_issue": request.actor.may(May.EDIT_PUPIL),
    }
    return render(request, "children/card.html", context)


@page(May.VIEW_CHILD)
def card_pdf(request: Any, public_id: UUID) -> HttpResponse:
    content = cards.printed(child=_child(request, public_id), by=request.actor, now=clock.now())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="contact-card.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _child(request: Any, public_id: UUID) -> Child:
    rows = access.visible_to(request.actor, clock.now()).select_related(
        "pupil__school_class__class_teacher", "pupil__school"
    )
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _record_url(request: Any, found: Child) -> str:
    now = clock.now()
    if not access.recordable_by(request.actor, now).filter(pk=found.pk).exists():
        return ""
    return reverse("web:record_child", args=[found.public_id])


def _wish(request: HttpRequest) -> people.Wish:
    """Filters of the address; what is no filter filters nothing."""
    get = request.GET.get
    return people.Wish(
        school_class=_uuid(get("class")),
        school=_uuid(get("school")),
        boarding=YES_NO.get(get("boarding") or ""),
        basis=get("basis") if get("basis") in BASIS_WORDS else "",  # type: ignore[arg-type]
        answer=get("answer") if get("answer") in Answer.values else Answer.YES,  # type: ignore[arg-type]
        state=get("state") if get("state") in PupilState.values else "",  # type: ignore[arg-type]
        is_paired=YES_NO.get(get("paired") or ""),
        has_card=YES_NO.get(get("card") or ""),
    )


def _late(request: HttpRequest, rows: Any) -> Any:
    """Only those towards whom a duty is late: `late=talk`, or `late=any`."""
    wish = request.GET.get("late", "")
    if not wish:
        return rows
    work = care.late(clock.today())
    return rows.filter(child__in=(work.filter(duty=wish) if wish in Duty.values else work).values("child_id"))


def _uuid(word: str | None) -> UUID | None:
    try:
        return UUID(word) if word else None
    except ValueError:
        return None


def _page(request: HttpRequest, rows: Any) -> Any:
    told: dict[str, Any] = {"order": BY_NAME, "size": SIZE, "name": "web.children", "key": settings.SECRET_KEY.encode()}
    try:
        return page_of(rows, cursor=request.GET.get("cursor"), **told)
    except BadCursor:
        return page_of(rows, cursor=None, **told)


def _chips(request: Any) -> list[Tab]:
    """Filters as links; each one alone, kept beside the school and class chosen."""
    kept = {name: request.GET[name] for name in ("class", "school") if request.GET.get(name)}
    wishes: list[tuple[Any, dict[str, str]]] = [
        (_("全部"), {}),
        (_("学校口径"), {"basis": "d1"}),
        (_("国发13号"), {"basis": "d2"}),
        (_("教育统计"), {"basis": "d3"}),
        (_("情况不明"), {"basis": "d1", "answer": "unknown"}),
        (_("未结对"), {"paired": "no"}),
        (_("有逾期"), {"late": "any"}),
        (_("寄宿"), {"boarding": "yes"}),
        (_("无联系卡"), {"card": "no"}),
    ]
    here = {name: value for name, value in request.GET.items() if name not in {"cursor", "class", "school"}}
    return [Tab(word, f"{reverse('web:children')}?{urlencode(kept | wish)}", here == wish) for word, wish in wishes]


def _classes(request: Any) -> list[tuple[str, str, bool]]:
    if request.actor.school_id is None:
        return []
    year = schools.school_year_of(clock.today())
    here = request.GET.get("class", "")
    return [(str(one.public_id), one.label(year), str(one.public_id) == here) for one in schools.classes(year)]


def _initial(fact: Any) -> dict[str, Any]:
    if fact is None:
        return {}
    can_guard = {None: "", True: "yes", False: "no"}[fact.can_guard]
    return {
        "name": fact.name,
        "whereabouts": fact.whereabouts,
        "place": fact.place,
        "away_since": fact.away_since,
        "can_guard": can_guard,
    }


def _whereabouts(word: str) -> str:
    return str(Whereabouts(word).label) if word else _("不清楚")


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
