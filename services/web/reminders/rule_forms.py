"""The form of a reminder rule's settings."""

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from services.notify.choices import Channel
from services.reminders import validation
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.models import RuleSettings
from services.web.components import Text
from services.web.forms import ClockField
from services.web.saving.versions import VersionedForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHANNEL_LABELS = (gettext_lazy("先用"), gettext_lazy("不成再用"), gettext_lazy("还不成再用"))
LEVEL_LABELS = (
    gettext_lazy("几天后再提醒本人"),
    gettext_lazy("几天后告诉班主任或校长"),
    gettext_lazy("几天后告诉县里"),
)
NUMBERS = range(1, validation.MAX_LEVELS + 1)


def _day_field(label: "StrOrPromise", *, help_text: "StrOrPromise" = "", required: bool = True) -> forms.IntegerField:
    """A day counted from the anchor date."""
    return forms.IntegerField(
        label=label,
        min_value=validation.EARLIEST,
        max_value=validation.LATEST,
        help_text=help_text,
        required=required,
    )


def _channel_field(label: "StrOrPromise", *, required: bool = False) -> forms.ChoiceField:
    none = [] if required else [("", "—")]
    return forms.ChoiceField(label=label, choices=[*none, *Channel.choices], required=required)


def _level_field(label: "StrOrPromise") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=validation.MAX_ESCALATION_DAYS, required=False)


class RuleForm(VersionedForm):
    """Settings of a rule: `channel_1…3` in the order they are used, `level_1…3` the days until each escalation.

    A valid form's `cleaned_data` are the settings as the actions take them.
    """

    offset_days = _day_field(
        gettext_lazy("第一次提醒"), help_text=gettext_lazy("从日期算起第几天：−1 是前一天，0 是当天，3 是三天后。")
    )
    send_at = ClockField(label=gettext_lazy("几点"))
    day_counting = forms.ChoiceField(label=gettext_lazy("按什么天算"), choices=DayCounting.choices)
    repeat_every_days = forms.IntegerField(
        label=gettext_lazy("之后每隔几天再提醒"),
        min_value=0,
        max_value=validation.MAX_REPEAT_DAYS,
        help_text=gettext_lazy("0 表示只提醒一次。"),
    )
    repeat_until_days = _day_field(gettext_lazy("提醒到第几天为止"), required=False)
    channel_1 = _channel_field(CHANNEL_LABELS[0], required=True)
    channel_2 = _channel_field(CHANNEL_LABELS[1])
    channel_3 = _channel_field(CHANNEL_LABELS[2])
    level_1 = _level_field(LEVEL_LABELS[0])
    level_2 = _level_field(LEVEL_LABELS[1])
    level_3 = _level_field(LEVEL_LABELS[2])
    catch_up = forms.ChoiceField(label=gettext_lazy("系统停过，错过的怎么办"), choices=CatchUp.choices)
    expires_after_hours = forms.IntegerField(
        label=gettext_lazy("错过多少小时以上就不补"), min_value=1, max_value=validation.MAX_EXPIRY_HOURS
    )

    # Settings that this form spreads over several inputs: where their errors are shown.
    error_fields: ClassVar = {"channels": "channel_1", "escalation_days": "level_1"}
    GROUPS: ClassVar[tuple[tuple[Text, tuple[str, ...]], ...]] = (
        (
            gettext_lazy("什么时候"),
            ("offset_days", "send_at", "day_counting", "repeat_every_days", "repeat_until_days"),
        ),
        (gettext_lazy("用什么渠道"), ("channel_1", "channel_2", "channel_3")),
        (gettext_lazy("没有回复怎么办"), ("level_1", "level_2", "level_3")),
        (gettext_lazy("系统停过怎么办"), ("catch_up", "expires_after_hours")),
    )

    @classmethod
    def of(cls, rule: RuleSettings, data: QueryDict | None = None) -> "RuleForm":
        """Filled in with the settings in effect; with `data` as it was sent."""
        # With names the form does not have (`channels`): Django ignores those.
        initial = dict(validation.settings_values(rule))
        initial |= {f"channel_{number}": name for number, name in enumerate(rule.channels, start=1)}
        initial |= {f"level_{number}": days for number, days in enumerate(rule.escalation_days, start=1)}
        return cls(data, initial=initial)

    def groups(self) -> list[tuple[Text, list[forms.BoundField]]]:
        return [(label, [self[name] for name in names]) for label, names in self.GROUPS]

    def clean(self) -> dict[str, object]:
        """The settings; none while a field is wrong."""
        values = dict(self.cleaned_data)
        if self.errors:
            return values
        settings = {name: values[name] for name in validation.FIELDS if name in values}
        # Left empty by everybody whose rule does not repeat; the app wants a day.
        if settings["repeat_until_days"] is None:
            settings["repeat_until_days"] = settings["offset_days"]
        settings["channels"] = [values[f"channel_{n}"] for n in NUMBERS if values[f"channel_{n}"]]
        settings["escalation_days"] = [values[f"level_{n}"] for n in NUMBERS if values[f"level_{n}"]]
        return settings
