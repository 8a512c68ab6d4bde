"""The children one may see: the list with its filters, and the search."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access import audit
from services.access.permissions import Permission
from services.care import queries as care
from services.children.choices import AuditAction, PupilState, Ternary
from services.children.queries import lists
from services.kit import clock
from services.kit.cursors import InvalidCursor
from services.kit.pagination import Ordering
from services.kit.pagination import paginate as page_of
from services.plans.choices import CareActivity
from services.schools import queries as schools
from services.web.children.detail import BASIS_LABELS, age
from services.web.components import Tab
from services.web.decorators import requires

BY_NAME = Ordering.of_columns("pinyin")
SIZE, MAX_RESULTS = 50, 50
FEW = 8  # children one sees at a glance: nothing to search or filter
YES_NO = {"yes": True, "no": False}


@requires(Permission.VIEW_CHILD)
def children(request: Any) -> HttpResponse:
    """The list. A search is posted, so that no name stands in an address."""
    if request.method == "POST":
        return _found_list(request)
    rows = _late(request, lists.children(request.actor, clock.now(), clock.today(), _wish(request)))
    found = _page(request, rows)
    kept = {name: value for name, value in request.GET.items() if name != "cursor"}
    cursors = {"newer": found.previous, "older": found.next}
    links = {word: f"?{urlencode({**kept, 'cursor': cursor})}" if cursor else "" for word, cursor in cursors.items()}
    return _list(request, list(found.rows), "", links)


def _found_list(request: Any) -> HttpResponse:
    words = request.POST.get("q", "").strip()[:60]
    rows = lists.children(request.actor, clock.now(), clock.today(), lists.PupilFilter(search_text=words))
    return _list(request, list(rows.order_by("pinyin", "id")[:MAX_RESULTS]), words, {"newer": "", "older": ""})


def _list(request: Any, rows: list[dict[str, Any]], words: str, links: dict[str, str]) -> HttpResponse:
    audit.log(AuditAction.LISTED, target=[row["child__public_id"] for row in rows], by=request.actor, now=clock.now())
    today = clock.today()
    context = {
        "rows": [
            {
                **row,
                "label": lists.class_label(row, today),
                "age": age(row["birth_date"], today),
                "sex_word": {"M": _("男"), "F": _("女")}[row["sex"]],
                "answer": row[request.GET.get("basis", "d1") if request.GET.get("basis") in BASIS_LABELS else "d1"],
            }
            for row in rows
        ],
        "words": words,
        "is_long": bool(len(rows) > FEW or words or request.GET or (rows and request.actor.sees_whole_school)),
        "chips": _chips(request),
        "classes": _classes(request),
        "is_filtered": bool(words or set(request.GET) - {"cursor"}),
        "is_county": request.actor.school_id is None,
        "may_import": request.actor.has_permission(Permission.IMPORT_ROSTER),
        **links,
    }
    return render(request, "children/list.html", context)


@requires(Permission.VIEW_CHILD)
def search(request: Any) -> HttpResponse:
    """The box in the top bar: the first few who fit. Opened on the phone it is the list with its search."""
    if request.method != "POST":
        return redirect("web:children")
    if not request.htmx:
        return _found_list(request)
    words = request.POST.get("q", "").strip()[:60]
    today = clock.today()
    rows: list[dict[str, Any]] = []
    if words:
        wish = lists.PupilFilter(search_text=words)
        rows = list(lists.children(request.actor, clock.now(), today, wish).order_by("pinyin", "id")[:8])
        about = [row["child__public_id"] for row in rows]
        audit.log(AuditAction.LISTED, target=about, by=request.actor, now=clock.now())
    results = [
        {
            "url": reverse("web:child", args=[row["child__public_id"]]),
            "name": row["name"],
            "note": lists.class_label(row, today),
        }
        for row in rows
    ]
    return render(request, "partials/search_results.html", {"results": results})


def _wish(request: HttpRequest) -> lists.PupilFilter:
    """Filters of the address; what is no filter filters nothing."""
    get = request.GET.get
    return lists.PupilFilter(
        school_class=_uuid(get("class")),
        school=_uuid(get("school")),
        boarding=YES_NO.get(get("boarding") or ""),
        basis=get("basis") if get("basis") in BASIS_LABELS else "",  # type: ignore[arg-type]
        answer=get("answer") if get("answer") in Ternary.values else Ternary.YES,  # type: ignore[arg-type]
        state=get("state") if get("state") in PupilState.values else "",  # type: ignore[arg-type]
        is_paired=YES_NO.get(get("paired") or ""),
        has_card=YES_NO.get(get("card") or ""),
    )


def _late(request: HttpRequest, rows: Any) -> Any:
    """Only those towards whom a duty is late: `late=talk`, or `late=any`."""
    wish = request.GET.get("late", "")
    if not wish:
        return rows
    work = care.overdue_work(clock.today())
    return rows.filter(
        child__in=(work.filter(activity=wish) if wish in CareActivity.values else work).values("child_id")
    )


def _uuid(word: str | None) -> UUID | None:
    try:
        return UUID(word) if word else None
    except ValueError:
        return None


def _page(request: HttpRequest, rows: Any) -> Any:
    told: dict[str, Any] = {"order": BY_NAME, "size": SIZE, "name": "web.children", "key": settings.SECRET_KEY.encode()}
    try:
        return page_of(rows, cursor=request.GET.get("cursor"), **told)
    except InvalidCursor:
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
