"""Forms of 结对: pair by hand, a teacher's number of children, end a pairing."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from services.care import queries
from services.care.actions import pairings
from services.care.models import CHILDREN_PER_MENTOR
from services.children.models import Child
from services.kit import clock
from services.schools.queries import school_year_of
from services.web.forms import ScopedChoiceField, staff_field
from services.web.saving.versions import VersionedForm


def _child_label(child: Child) -> str:
    return f"{child.pupil.name} {child.pupil.school_class.label(school_year_of(clock.today()))}"


class ManualPairingForm(forms.Form):
    child = ScopedChoiceField(
        lambda: queries.children_to_pair().select_related("pupil__school_class").order_by("pupil__pinyin", "pk"),
        model=Child,
        label=gettext_lazy("孩子"),
        option_label=_child_label,
    )
    staff = staff_field(gettext_lazy("教师"))


class CapacityForm(VersionedForm):
    capacity = forms.TypedChoiceField(
        label=gettext_lazy("名额"),
        choices=[
            *((n, format_lazy(gettext_lazy("最多 {n} 名"), n=n)) for n in range(CHILDREN_PER_MENTOR, 0, -1)),
            (0, gettext_lazy("暂不结对")),
        ],
        coerce=int,
    )


class EndForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=pairings.MAX_REASON_LENGTH)
