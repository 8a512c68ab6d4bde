"""Norms a new plan begins with. No national number exists; these are what schools' own rules ask for."""

from dataclasses import dataclass

from services.plans.choices import Duty, Per


@dataclass(frozen=True)
class Wanted:
    """`times` of a duty `per` week, month or term for each paired child; `source` for defaults only."""

    duty: Duty
    times: int
    per: Per
    source: str = ""


DEFAULTS = (
    Wanted(Duty.TALK, 1, Per.WEEK, "遂昌育才中学：每周谈心一次"),
    Wanted(Duty.HOME_VISIT, 1, Per.MONTH, "龙南二中：每月家访一次"),
    Wanted(Duty.CALL, 1, Per.MONTH, "金安区范庵初中：亲情通话每月一次；织金山脚小学：教师每月与家长通话"),
)
