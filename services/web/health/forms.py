"""A campaign and a clinic as they are typed in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.health.actions import clinics as clinic_deeds
from services.health.models import Clinic
from services.schools.models import Region


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CampaignForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    begins_on = DayField(label=gettext_lazy("从哪天"))
    ends_on = DayField(label=gettext_lazy("到哪天"), help_text=gettext_lazy("考试周和各校自己的放假日会自动避开。"))
    clinics = forms.ModelMultipleChoiceField(
        Clinic.objects.none(),
        label=gettext_lazy("体检机构"),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选择一个体检机构。")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field_: Any = self.fields["clinics"]
        field_.queryset = Clinic.objects.select_related("region").order_by("name")
        field_.label_from_instance = _clinic_words


def _clinic_words(clinic: Clinic) -> str:
    words = _("%(name)s：每日 %(capacity)d 人") % {"name": clinic.name, "capacity": clinic.capacity}
    return f"{words} · {clinic.region.name}" if clinic.region else str(words)


class ClinicForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("机构名称"), max_length=80)
    capacity = forms.IntegerField(label=gettext_lazy("每日人数"), min_value=1, max_value=clinic_deeds.MAX_PER_DAY)
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=gettext_lazy("优先服务的乡镇"),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("全县"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field_: Any = self.fields["region"]
        field_.queryset = Region.objects.order_by("name")
