"""The catalogue of roles: a name, a sentence a head teacher can read, what it may. Docs show it, tests read it."""

from dataclasses import dataclass
from typing import Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.access.may import May


class Role(models.TextChoices):
    COUNTY = "county", _("县级工作人员")
    COUNTY_LEAD = "county_lead", _("县级负责人")
    AUDITOR = "auditor", _("审计员")
    LEADER = "leader", _("领导")
    HEAD = "head", _("校长")
    SCHOOL_ADMIN = "school_admin", _("学校管理员")
    TEACHER = "teacher", _("教师")
    NURSE = "nurse", _("体检医护")
    PROXY_PARENT = "proxy_parent", _("代理家长")


@dataclass(frozen=True)
class Profile:
    """What a role is: where it works, what it is in a sentence, what it may."""

    place: Literal["county", "school"]
    sentence: Promise | str
    may: frozenset[May]


_EVERYBODY = {May.VIEW_NOTICES}
_COUNTY = _EVERYBODY | {
    May.VIEW_COUNTY_FIGURES,
    May.VIEW_SCHOOL_FIGURES,
    May.VIEW_SCHOOLS,
    May.MANAGE_CALENDAR,
    May.VIEW_STAFF,
    May.INVITE,
    May.VIEW_PLANS,
    May.TEACH_HEADERS,
    May.VIEW_PUPIL,
    May.VIEW_CHILD,
    May.VIEW_ACCESS,
    May.VIEW_PAIRING,
    May.VIEW_CARE,
    May.VIEW_CAMPAIGNS,
    May.MANAGE_CAMPAIGNS,
    May.VIEW_SCORES,
    May.EDIT_RUBRIC,
    May.RUN_ROUND,
    May.VIEW_DELIVERIES,
    May.HANDLE_DELIVERIES,
    May.EDIT_RULES,
    May.MANAGE_OUTLETS,
    May.MANAGE_TEMPLATES,
    May.CLOSE_INCIDENTS,
    May.VIEW_JOBS,
}
_SCHOOL = _EVERYBODY | {
    May.VIEW_SCHOOL_FIGURES,
    May.VIEW_SCHOOLS,
    May.MANAGE_SCHOOL,
    May.VIEW_STAFF,
    May.INVITE,
    May.VIEW_PLANS,
    May.EDIT_PLANS,
    May.IMPORT_ROSTER,
    May.VIEW_PUPIL,
    May.EDIT_PUPIL,
    May.VIEW_CHILD,
    May.UNMASK,
    May.VIEW_ACCESS,
    May.PROPOSE_PAIRING,
    May.APPROVE_PAIRING,
    May.VIEW_PAIRING,
    May.VIEW_CARE,
    May.RECORD_CARE,
    May.CALL_FAMILY,
    May.VIEW_CAMPAIGNS,
    May.VIEW_RESULTS,
    May.FOLLOW_FINDINGS,
    May.VIEW_SCORES,
    May.CONFIRM_SCORES,
    May.VIEW_DELIVERIES,
    May.HANDLE_DELIVERIES,
    May.EDIT_RULES,
    May.MANAGE_OUTLETS,
    May.VIEW_JOBS,
}
_TEACHER = _EVERYBODY | {
    May.VIEW_SCHOOLS,
    May.VIEW_PLANS,
    May.VIEW_PUPIL,
    May.VIEW_CHILD,
    May.VIEW_ACCESS,
    May.VIEW_PAIRING,
    May.VIEW_CARE,
    May.RECORD_CARE,
    May.CALL_FAMILY,
    May.VIEW_CAMPAIGNS,
    May.VIEW_RESULTS,
    May.VIEW_SCORES,
    May.VIEW_JOBS,
}

ROLES: dict[Role, Profile] = {
    Role.COUNTY: Profile("county", _("看全县各校情况，排体检，开考核；不看证件号和电话。"), frozenset(_COUNTY)),
    Role.COUNTY_LEAD: Profile(
        "county", _("县级工作人员的全部权限，并可公布考核。"), frozenset(_COUNTY | {May.PUBLISH_ROUND})
    ),
    Role.AUDITOR: Profile(
        "county", _("只看谁看过什么、改过什么；看不到儿童资料。"), frozenset(_EVERYBODY | {May.READ_TRAIL})
    ),
    Role.LEADER: Profile(
        "county",
        _("只看全县与各校汇总数字，不看姓名。"),
        frozenset(_EVERYBODY | {May.VIEW_COUNTY_FIGURES, May.VIEW_SCHOOL_FIGURES, May.VIEW_SCHOOLS}),
    ),
    Role.HEAD: Profile("school", _("管理本校全部资料，批准结对，确认考核。"), frozenset(_SCHOOL | {May.READ_TRAIL})),
    Role.SCHOOL_ADMIN: Profile("school", _("管理本校全部资料，导入名册，可代校长批准结对。"), frozenset(_SCHOOL)),
    Role.TEACHER: Profile("school", _("只看结对或本班的孩子，记录谈心、家访与通话。"), frozenset(_TEACHER)),
    Role.NURSE: Profile(
        "school",
        _("体检日录入本校学生的体检结果。"),
        frozenset(_EVERYBODY | {May.VIEW_SCHOOLS, May.VIEW_CAMPAIGNS, May.ENTER_RESULTS}),
    ),
    Role.PROXY_PARENT: Profile("school", _("只看托付给自己的孩子的名字与看望安排。"), frozenset(_EVERYBODY)),
}
COUNTY_ROLES = frozenset(role for role, profile in ROLES.items() if profile.place == "county")
# Whoever holds much power proves twice who they are (settings.MFA_COMPULSORY).
TWO_FACTORS = COUNTY_ROLES | {Role.HEAD, Role.SCHOOL_ADMIN}
