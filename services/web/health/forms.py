"""Forms of a campaign and of a clinic."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.health.actions import clinics as actions
from services.health.models import Campaign, Clinic
from services.schools.models import Township
from services.web.forms import DayField, ScopedChoiceField, max_length
from services.web.saving.versions import VersionedForm


class ClinicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Clinics with their capacity and township."""

    def label_from_instance(self, obj: Clinic) -> str:
        label = _("%(name)s：每日 %(capacity)d 人") % {"name": obj.name, "capacity": obj.capacity}
        return f"{label} · {obj.township.name}" if obj.township else str(label)


class CampaignForm(VersionedForm):
    title = forms.CharField(label=gettext_lazy("名称"), max_length=max_length(Campaign, "title"))
    begins_on = DayField(label=gettext_lazy("从哪天"))
    ends_on = DayField(label=gettext_lazy("到哪天"), help_text=gettext_lazy("考试周和各校自己的放假日会自动避开。"))
    clinics = ClinicsField(
        Clinic.objects.none(),
        label=gettext_lazy("体检机构"),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选择一个体检机构。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinics = Clinic.objects.select_related("township").order_by("name")
        # Set when the form is made: no scope is open when its class is.
        self.fields["clinics"].queryset = clinics  # type: ignore[attr-defined]


class ClinicForm(VersionedForm):
    name = forms.CharField(label=gettext_lazy("机构名称"), max_length=max_length(Clinic, "name"))
    capacity = forms.IntegerField(label=gettext_lazy("每日人数"), min_value=1, max_value=actions.MAX_PER_DAY)
    township = ScopedChoiceField(
        lambda: Township.objects.order_by("name"),
        model=Township,
        label=gettext_lazy("优先服务的乡镇"),
        empty_label=gettext_lazy("全县"),
        required=False,
    )
