"""The frequencies a new plan begins with. No national rule sets them; these are from rules that schools published."""

from dataclasses import dataclass

from services.plans.choices import CareActivity, PeriodUnit


@dataclass(frozen=True)
class FrequencyInput:
    """`count` times an activity per week, month or term for each paired child. `source`: whose rule it is."""

    activity: CareActivity
    count: int
    period_unit: PeriodUnit
    source: str = ""


DEFAULTS = (
    FrequencyInput(CareActivity.TALK, 1, PeriodUnit.WEEK, "遂昌育才中学：每周谈心一次"),
    FrequencyInput(CareActivity.HOME_VISIT, 1, PeriodUnit.MONTH, "龙南二中：每月家访一次"),
    FrequencyInput(
        CareActivity.CALL, 1, PeriodUnit.MONTH, "金安区范庵初中：亲情通话每月一次；织金山脚小学：教师每月与家长通话"
    ),
)
