"""The form of a reminder rule's settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from services.notify.choices import Channel
from services.reminders import validation
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.models import RuleSettings
from services.web.components import Text

CHANNEL_SLOTS = (gettext_lazy("先用"), gettext_lazy("不成再用"), gettext_lazy("还不成再用"))
LEVELS = (gettext_lazy("几天后再提醒本人"), gettext_lazy("几天后告诉班主任或校长"), gettext_lazy("几天后告诉县里"))
_CHANNELS = [("", "—"), *((each.value, each.label) for each in Channel)]


class RuleForm(forms.Form):
    """Settings of a rule: `channel_1…3` in the order they are tried, `level_1…3` the days until each escalation."""

    offset_days = forms.IntegerField(
        label=gettext_lazy("第一次提醒"),
        min_value=validation.EARLIEST,
        max_value=validation.LATEST,
        help_text=gettext_lazy("从日期算起第几天：−1 是前一天，0 是当天，3 是三天后。"),
    )
    send_at = forms.TimeField(
        label=gettext_lazy("几点"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    day_counting = forms.ChoiceField(label=gettext_lazy("按什么天算"), choices=DayCounting.choices)
    repeat_every_days = forms.IntegerField(
        label=gettext_lazy("之后每隔几天再提醒"),
        min_value=0,
        max_value=validation.MAX_REPEAT_DAYS,
        help_text=gettext_lazy("0 表示只提醒一次。"),
    )
    repeat_until_days = forms.IntegerField(
        label=gettext_lazy("提醒到第几天为止"),
        min_value=validation.EARLIEST,
        max_value=validation.LATEST,
        required=False,
    )
    channel_1 = forms.ChoiceField(label=CHANNEL_SLOTS[0], choices=_CHANNELS[1:])
    channel_2 = forms.ChoiceField(label=CHANNEL_SLOTS[1], choices=_CHANNELS, required=False)
    channel_3 = forms.ChoiceField(label=CHANNEL_SLOTS[2], choices=_CHANNELS, required=False)
    level_1 = forms.IntegerField(label=LEVELS[0], min_value=1, max_value=validation.MAX_ESCALATION_DAYS, required=False)
    level_2 = forms.IntegerField(label=LEVELS[1], min_value=1, max_value=validation.MAX_ESCALATION_DAYS, required=False)
    level_3 = forms.IntegerField(label=LEVELS[2], min_value=1, max_value=validation.MAX_ESCALATION_DAYS, required=False)
    catch_up = forms.ChoiceField(label=gettext_lazy("系统停过，错过的怎么办"), choices=CatchUp.choices)
    expires_after_hours = forms.IntegerField(
        label=gettext_lazy("错过多少小时以上就不补"), min_value=1, max_value=validation.MAX_EXPIRY_HOURS
    )
    # Fields of a rule that this form spreads over several inputs: where their errors are shown.
    ERROR_FIELDS = {"channels": "channel_1", "escalation_days": "level_1"}
    GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
        (
            gettext_lazy("什么时候"),
            ("offset_days", "send_at", "day_counting", "repeat_every_days", "repeat_until_days"),
        ),
        (gettext_lazy("用什么渠道"), ("channel_1", "channel_2", "channel_3")),
        (gettext_lazy("没有回复怎么办"), ("level_1", "level_2", "level_3")),
        (gettext_lazy("系统停过怎么办"), ("catch_up", "expires_after_hours")),
    )
    _PLAIN = ("offset_days", "send_at", "day_counting", "repeat_every_days", "catch_up", "expires_after_hours")

    @classmethod
    def of(cls, settings: RuleSettings) -> "RuleForm":
        """Filled in with settings that hold."""
        initial = {name: getattr(settings, name) for name in (*cls._PLAIN, "repeat_until_days")}
        initial |= {f"channel_{number}": name for number, name in enumerate(settings.channels, start=1)}
        initial |= {f"level_{number}": days for number, days in enumerate(settings.escalation_days, start=1)}
        return cls(initial=initial)

    def groups(self) -> list[tuple[Text, list[forms.BoundField]]]:
        return [(label, [self[name] for name in names]) for label, names in self.GROUPS]

    def settings(self) -> dict[str, Any]:
        """Settings as `rules.update_rule` takes them; for a valid form."""
        values = self.cleaned_data
        until = values["repeat_until_days"]
        return {name: values[name] for name in self._PLAIN} | {
            "repeat_until_days": values["offset_days"] if until is None else until,
            "channels": [values[f"channel_{n}"] for n in (1, 2, 3) if values[f"channel_{n}"]],
            "escalation_days": [values[f"level_{n}"] for n in (1, 2, 3) if values[f"level_{n}"]],
        }
