"""班级: the classes of this school year, their teachers, and the school's sites."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actions import school_setup
from services.access.actor import Actor
from services.access.permissions import Permission
from services.children.actions import class_teachers
from services.children.choices import AuditAction, PupilState
from services.children.queries import lists
from services.kit import clock
from services.schools import queries
from services.schools.choices import SiteKind
from services.schools.classes import GRADES, class_label_in_grade
from services.schools.models import SchoolClass, Site, Staff
from services.web.components import flash
from services.web.decorators import requires
from services.web.forms import EnumField, ScopedChoiceField, max_length, staff_field
from services.web.framework import form_status, get_visible_or_404, perform
from services.web.page_request import PageRequest
from services.web.schools.tabs import school_tabs


class ClassForm(forms.Form):
    """A class of this school year. A school with one site is not asked for the site."""

    grade = forms.TypedChoiceField(
        label=gettext_lazy("年级"), coerce=int, choices=[(number, name) for number, name in enumerate(GRADES, 1)]
    )
    number = forms.IntegerField(label=gettext_lazy("班号"), min_value=1, max_value=school_setup.MAX_CLASS_NUMBER)
    site = ScopedChoiceField(lambda: Site.objects.order_by("pk"), model=Site, label=gettext_lazy("校区"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        sites = list(Site.objects.order_by("pk")[:2])
        if len(sites) == 1:
            self.fields["site"].initial = sites[0].public_id
            self.fields["site"].widget = forms.HiddenInput()


class SiteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("校区名称"), max_length=max_length(Site, "name"))
    kind = EnumField(SiteKind, label=gettext_lazy("种类"), initial=SiteKind.TEACHING_POINT)


class ClassTeacherForm(forms.Form):
    staff = staff_field(gettext_lazy("班主任"), required=False)


@requires(Permission.MANAGE_SCHOOL)
def classes(request: PageRequest) -> HttpResponse:
    return _page(request)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def add(request: PageRequest) -> HttpResponse:
    form = ClassForm(request.POST)
    if added := perform(request, form, school_setup.add_class):
        label = added.label(queries.school_year_of(clock.today()))
        flash(request, _("已加上%s，接着指定班主任。") % label)
        return redirect("web:class", added.public_id)
    return _page(request, form)


@require_POST
@requires(Permission.MANAGE_SCHOOL)
def add_site(request: PageRequest) -> HttpResponse:
    form = SiteForm(request.POST)
    if added := perform(request, form, school_setup.create_site):
        flash(request, _("已加上%s。") % added.name)
        return redirect("web:classes")
    return _page(request, site_form=form)


@requires(Permission.MANAGE_SCHOOL)
def class_(request: PageRequest, public_id: UUID) -> HttpResponse:
    """One class: name its teacher, who sees its children from now on, or none."""
    school_year = queries.school_year_of(clock.today())
    rows = SchoolClass.objects.select_related("class_teacher", "site")
    current = get_visible_or_404(rows, public_id)
    form = ClassTeacherForm(request.POST or None, initial={"staff": current.class_teacher})
    if perform(request, form, _assign, school_class=current):
        flash(request, _("班主任已改好，马上生效。"))
        return redirect("web:classes")
    of_class = lists.PupilFilter(school_class=public_id, state=PupilState.ENROLLED)
    pupils = list(lists.pupils(request.actor, clock.now(), of_class).order_by("pinyin", "id"))
    audit.log(AuditAction.PUPILS_LISTED, target=[row["public_id"] for row in pupils], by=request.actor, now=clock.now())
    context = {
        "form": form,
        "class": current,
        "pupils": pupils,
        "may_edit": request.actor.has_permission(Permission.EDIT_PUPIL),
        "label": current.label(school_year),
        "list_filters": {"class": str(current.public_id), "state": PupilState.ENROLLED},
        "print_filters": {"school_class": str(current.public_id)},
    }
    return render(request, "schools/class.html", context, status=form_status(form))


def _assign(*, school_class: SchoolClass, staff: Staff | None, by: Actor, now: datetime) -> SchoolClass:
    """The action returns nothing, which `perform` would read as a failure."""
    class_teachers.assign_class_teacher(school_class=school_class, staff=staff, by=by, now=now)
    return school_class


def _page(request: PageRequest, form: ClassForm | None = None, *, site_form: SiteForm | None = None) -> HttpResponse:
    rows = list(queries.classes(queries.school_year_of(clock.today())).select_related("class_teacher", "site"))
    # Those without a teacher first; among them by grade, as the query orders.
    rows.sort(key=lambda row: row.class_teacher_id is not None)
    failed = form or site_form
    context = {
        "tabs": school_tabs(request.actor, "web:classes"),
        "rows": [{"class": row, "label": _label(row)} for row in rows],
        "missing": sum(row.class_teacher_id is None for row in rows),
        "sites": list(Site.objects.order_by("pk")),
        "form": form or ClassForm(),
        "site_form": site_form or SiteForm(),
    }
    return render(request, "schools/classes.html", context, status=form_status(failed) if failed else 200)


def _label(row: SchoolClass) -> str:
    return class_label_in_grade(getattr(row, "grade_in_year"), row.number)  # noqa: B009  an annotation, unknown to mypy
