"""The roles: a name, a description for head teachers, and a list of permissions. docs/roles.md shows them."""

from dataclasses import dataclass
from typing import Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.access.permissions import Permission


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
    HEALTH_OFFICER = "health_officer", _("校医")
    PSYCHOLOGY_TEACHER = "psychology_teacher", _("心理教师")
    SAFETY_OFFICER = "safety_officer", _("学校安全员")
    VOLUNTEER_COORDINATOR = "volunteer_coordinator", _("志愿者协调员")
    ASSESSOR = "assessor", _("考核员")
    COUNTY_SAFETY_OFFICER = "county_safety_officer", _("县级安全专员")
    AID_OFFICER = "aid_officer", _("资助专员")


@dataclass(frozen=True)
class RoleDefinition:
    """A role at a level of tenants, with its description and permissions."""

    level: Literal["county", "school"]
    description: Promise | str
    permissions: frozenset[Permission]


_ANY_ROLE = {Permission.VIEW_NOTIFICATIONS}
_COUNTY = _ANY_ROLE | {
    Permission.VIEW_COUNTY_FIGURES,
    Permission.VIEW_SCHOOL_FIGURES,
    Permission.REMIND_SCHOOLS,
    Permission.VIEW_SCHOOLS,
    Permission.MANAGE_CALENDAR,
    Permission.VIEW_STAFF,
    Permission.INVITE_MEMBERS,
    Permission.VIEW_PLANS,
    Permission.MANAGE_HEADER_ALIASES,
    Permission.VIEW_PUPIL,
    Permission.VIEW_CHILD,
    Permission.VIEW_CHILD_ACCESS,
    Permission.VIEW_EMERGENCY_ACCESS,
    Permission.OPEN_EMERGENCY_ACCESS,
    Permission.VIEW_PAIRING,
    Permission.VIEW_CARE,
    Permission.VIEW_CAMPAIGNS,
    Permission.MANAGE_CAMPAIGNS,
    Permission.VIEW_SCORES,
    Permission.EDIT_RUBRIC,
    Permission.COMPUTE_ROUND,
    Permission.VIEW_DELIVERIES,
    Permission.RESOLVE_DELIVERIES,
    Permission.EDIT_RULES,
    Permission.MANAGE_INTEGRATIONS,
    Permission.MANAGE_TEMPLATES,
    Permission.CLOSE_INCIDENTS,
    Permission.VIEW_JOBS,
    Permission.EXPORT_LISTS,
}
_SCHOOL = _ANY_ROLE | {
    Permission.VIEW_SCHOOL_FIGURES,
    Permission.VIEW_SCHOOLS,
    Permission.MANAGE_SCHOOL,
    Permission.VIEW_STAFF,
    Permission.INVITE_MEMBERS,
    Permission.VIEW_PLANS,
    Permission.EDIT_PLANS,
    Permission.IMPORT_ROSTER,
    Permission.VIEW_PUPIL,
    Permission.EDIT_PUPIL,
    Permission.VIEW_CHILD,
    Permission.UNMASK_NUMBERS,
    Permission.VIEW_CHILD_ACCESS,
    Permission.VIEW_ATTACHMENTS,
    Permission.ADD_ATTACHMENTS,
    Permission.DELETE_ATTACHMENTS,
    Permission.PROPOSE_PAIRING,
    Permission.APPROVE_PAIRING,
    Permission.VIEW_PAIRING,
    Permission.VIEW_CARE,
    Permission.RECORD_CARE,
    Permission.CALL_FAMILY,
    Permission.VIEW_CAMPAIGNS,
    Permission.VIEW_RESULTS,
    Permission.UPDATE_FINDINGS,
    Permission.VIEW_SCORES,
    Permission.VIEW_TEACHER_SCORES,
    Permission.CONFIRM_SCORES,
    Permission.VIEW_DELIVERIES,
    Permission.RESOLVE_DELIVERIES,
    Permission.EDIT_RULES,
    Permission.MANAGE_INTEGRATIONS,
    Permission.VIEW_JOBS,
    Permission.ISSUE_LINKS,
    Permission.EXPORT_LISTS,
}
_TEACHER = _ANY_ROLE | {
    Permission.VIEW_SCHOOLS,
    Permission.VIEW_PLANS,
    Permission.VIEW_PUPIL,
    Permission.VIEW_CHILD,
    Permission.VIEW_CHILD_ACCESS,
    Permission.VIEW_ATTACHMENTS,
    Permission.ADD_ATTACHMENTS,
    Permission.VIEW_PAIRING,
    Permission.VIEW_CARE,
    Permission.RECORD_CARE,
    Permission.CALL_FAMILY,
    Permission.VIEW_CAMPAIGNS,
    Permission.VIEW_RESULTS,
    Permission.VIEW_SCORES,
    Permission.VIEW_TEACHER_SCORES,
    Permission.VIEW_JOBS,
    Permission.ISSUE_LINKS,
    Permission.EXPORT_LISTS,
}

_PSYCHOLOGY_TEACHER = _ANY_ROLE | {
    Permission.VIEW_SCHOOLS,
    Permission.VIEW_PUPIL,
    Permission.VIEW_CHILD,
    Permission.VIEW_CHILD_ACCESS,
    Permission.VIEW_CARE,
    Permission.RECORD_CARE,
    Permission.CALL_FAMILY,
}
# Figures of the county without a name, to which the county's specialists have their own work added with the apps.
_COUNTY_FIGURES = _ANY_ROLE | {
    Permission.VIEW_COUNTY_FIGURES,
    Permission.VIEW_SCHOOL_FIGURES,
    Permission.VIEW_SCHOOLS,
}

ROLES: dict[Role, RoleDefinition] = {
    Role.COUNTY: RoleDefinition(
        "county", _("看全县各校情况，排体检，开考核；不看证件号和电话，紧急查看除外。"), frozenset(_COUNTY)
    ),
    Role.COUNTY_LEAD: RoleDefinition(
        "county",
        _("县级工作人员的全部权限，并可建学校、看教师考核姓名、公布考核、复核紧急查看、确认删除到期资料、看系统自检。"),
        frozenset(
            _COUNTY
            | {
                Permission.MANAGE_SCHOOLS,
                Permission.VIEW_TEACHER_SCORES,
                Permission.PUBLISH_ROUND,
                Permission.REVIEW_EMERGENCY_ACCESS,
                Permission.CONFIRM_DELETION,
                Permission.VIEW_SYSTEM_CHECKS,
            }
        ),
    ),
    Role.AUDITOR: RoleDefinition(
        "county", _("只看谁看过什么、改过什么；看不到儿童资料。"), frozenset(_ANY_ROLE | {Permission.VIEW_AUDIT_LOG})
    ),
    Role.LEADER: RoleDefinition(
        "county",
        _("只看全县与各校汇总数字，不看姓名。"),
        frozenset(_COUNTY_FIGURES),
    ),
    Role.HEAD: RoleDefinition(
        "school",
        _("管理本校全部资料，批准结对，确认考核，复核县里的紧急查看。"),
        frozenset(
            _SCHOOL
            | {
                Permission.VIEW_AUDIT_LOG,
                Permission.VIEW_EMERGENCY_ACCESS,
                Permission.REVIEW_EMERGENCY_ACCESS,
            }
        ),
    ),
    Role.SCHOOL_ADMIN: RoleDefinition(
        "school", _("管理本校全部资料，导入名册，可代校长批准结对。"), frozenset(_SCHOOL)
    ),
    Role.TEACHER: RoleDefinition("school", _("只看结对或本班的孩子，记录谈心、家访与通话。"), frozenset(_TEACHER)),
    Role.NURSE: RoleDefinition(
        "school",
        _("体检日录入本校学生的体检结果。"),
        frozenset(_ANY_ROLE | {Permission.VIEW_SCHOOLS, Permission.VIEW_CAMPAIGNS, Permission.ENTER_RESULTS}),
    ),
    Role.PROXY_PARENT: RoleDefinition("school", _("只看托付给自己的孩子的名字与看望安排。"), frozenset(_ANY_ROLE)),
    Role.HEALTH_OFFICER: RoleDefinition(
        "school",
        _("看本校的体检安排与结果，跟进每一条异常；不看家庭情况与关爱记录。"),
        frozenset(
            _ANY_ROLE
            | {
                Permission.VIEW_SCHOOLS,
                Permission.VIEW_CAMPAIGNS,
                Permission.VIEW_RESULTS,
                Permission.UPDATE_FINDINGS,
                Permission.VIEW_ATTACHMENTS,
                Permission.ADD_ATTACHMENTS,
                Permission.VIEW_JOBS,
                Permission.EXPORT_LISTS,
            }
        ),
    ),
    Role.PSYCHOLOGY_TEACHER: RoleDefinition(
        "school", _("只看学校指定给自己的孩子，记录谈心与通话；不看体检与考核。"), frozenset(_PSYCHOLOGY_TEACHER)
    ),
    Role.SAFETY_OFFICER: RoleDefinition(
        "school",
        _("看本校谁在哪里值日、工作计划和校历；看不到儿童资料。"),
        frozenset(_ANY_ROLE | {Permission.VIEW_SCHOOLS, Permission.VIEW_PLANS}),
    ),
    Role.VOLUNTEER_COORDINATOR: RoleDefinition(
        "school",
        _("邀请代理家长登录、停用代理家长；看不到儿童资料。"),
        frozenset(_ANY_ROLE | {Permission.VIEW_SCHOOLS, Permission.VIEW_STAFF, Permission.INVITE_MEMBERS}),
    ),
    Role.ASSESSOR: RoleDefinition(
        "county",
        _("改考核细则，开考核、计算，看各校得分；不看教师姓名，不公布。"),
        frozenset(
            _COUNTY_FIGURES
            | {
                Permission.VIEW_SCORES,
                Permission.EDIT_RUBRIC,
                Permission.COMPUTE_ROUND,
                Permission.VIEW_JOBS,
                Permission.EXPORT_LISTS,
            }
        ),
    ),
    Role.COUNTY_SAFETY_OFFICER: RoleDefinition(
        "county", _("看全县与各校汇总数字，督促学校的安全工作；不看姓名。"), frozenset(_COUNTY_FIGURES)
    ),
    Role.AID_OFFICER: RoleDefinition(
        "county", _("看全县与各校汇总数字，安排资助；不看姓名。"), frozenset(_COUNTY_FIGURES)
    ),
}
# What a county's officer may do at a school during an emergency access, with one child and nothing else.
EMERGENCY_PERMISSIONS = frozenset(
    {
        Permission.OPEN_EMERGENCY_ACCESS,
        Permission.VIEW_PUPIL,
        Permission.VIEW_CHILD,
        Permission.VIEW_CHILD_ACCESS,
        Permission.UNMASK_NUMBERS,
        Permission.VIEW_PAIRING,
        Permission.VIEW_CARE,
        Permission.VIEW_RESULTS,
    }
)
# Who may give and end a role. Nobody gives more power than they hold, and no school admin makes a head: what a school
# cannot give itself, the county appoints. A role that stands here for nobody is given by the operator alone.
_COUNTY_OFFICE = frozenset({Role.COUNTY, Role.COUNTY_LEAD})
_SCHOOL_OFFICE = frozenset({Role.HEAD, Role.SCHOOL_ADMIN})
GIVERS: dict[Role, frozenset[Role]] = {
    Role.COUNTY: _COUNTY_OFFICE,
    Role.COUNTY_LEAD: frozenset({Role.COUNTY_LEAD}),
    Role.AUDITOR: frozenset({Role.COUNTY_LEAD}),
    Role.LEADER: _COUNTY_OFFICE,
    Role.HEAD: _COUNTY_OFFICE,
    Role.SCHOOL_ADMIN: _COUNTY_OFFICE | _SCHOOL_OFFICE,
    Role.TEACHER: _SCHOOL_OFFICE,
    Role.NURSE: _SCHOOL_OFFICE,
    Role.PROXY_PARENT: _SCHOOL_OFFICE | {Role.VOLUNTEER_COORDINATOR},
    Role.HEALTH_OFFICER: _SCHOOL_OFFICE,
    Role.PSYCHOLOGY_TEACHER: _SCHOOL_OFFICE,
    Role.SAFETY_OFFICER: _SCHOOL_OFFICE,
    Role.VOLUNTEER_COORDINATOR: _SCHOOL_OFFICE,
    Role.ASSESSOR: _COUNTY_OFFICE,
    Role.COUNTY_SAFETY_OFFICER: _COUNTY_OFFICE,
    Role.AID_OFFICER: _COUNTY_OFFICE,
}
# Whose login a role may help back in with a link. Of a head or admin it would be their power: the county does that,
# and the operator helps the county.
_OF_SCHOOL_OFFICE = frozenset(
    {
        Role.TEACHER,
        Role.NURSE,
        Role.PROXY_PARENT,
        Role.HEALTH_OFFICER,
        Role.PSYCHOLOGY_TEACHER,
        Role.SAFETY_OFFICER,
        Role.VOLUNTEER_COORDINATOR,
    }
)
RECOVERS: dict[Role, frozenset[Role]] = {
    **dict.fromkeys(_SCHOOL_OFFICE, _OF_SCHOOL_OFFICE),
    **dict.fromkeys(_COUNTY_OFFICE, _OF_SCHOOL_OFFICE | _SCHOOL_OFFICE),
    Role.VOLUNTEER_COORDINATOR: frozenset({Role.PROXY_PARENT}),
}
COUNTY_ROLES = frozenset(role for role, definition in ROLES.items() if definition.level == "county")
# Roles that see or change a whole tenant need a second factor (settings.MFA_COMPULSORY).
MFA_REQUIRED_ROLES = COUNTY_ROLES | {Role.HEAD, Role.SCHOOL_ADMIN, Role.HEALTH_OFFICER}

# Roles that see a child only by an assignment of that child.
ASSIGNED_ROLES = frozenset({Role.TEACHER, Role.PSYCHOLOGY_TEACHER})
# Who may stay logged in on the own phone: they see a few children, not a school.
OWN_PHONE_ROLES = ASSIGNED_ROLES | {Role.PROXY_PARENT}


def roles_given_by(giver: Role) -> list[Role]:
    """The roles that this one may give and end, in the order of the catalogue."""
    return [role for role in Role if giver in GIVERS.get(role, frozenset())]
