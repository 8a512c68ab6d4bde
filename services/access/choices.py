"""Choices of this app, stored as text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class LinkDelivery(models.TextChoices):
    """How an account link gets to its person: shown once to whoever issues it, or mailed to the verified address."""

    SHOWN = "shown", _("给我看一次")
    MAIL = "mail", _("发到本人核实过的邮箱")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app and of `schools` can record."""

    MEMBER_INVITED = "access.member_invited", _("邀请同事登录")
    INVITATION_ACCEPTED = "access.invitation_accepted", _("接受邀请")
    INVITATION_WITHDRAWN = "access.invitation_withdrawn", _("撤回邀请")
    ROLE_GIVEN = "access.role_given", _("给同事加角色")
    MEMBERSHIP_ENDED = "access.membership_ended", _("停用角色")
    ACCOUNT_LINK_ISSUED = "access.account_link_issued", _("发放找回账号的链接")
    ACCOUNT_RECOVERED = "access.account_recovered", _("用链接找回账号")
    PASSWORD_CHANGED = "access.password_changed", _("修改密码")
    EMAIL_VERIFIED = "access.email_verified", _("核实电子邮箱")
    FACTOR_ADDED = "access.factor_added", _("启用两步验证")
    FACTOR_REMOVED = "access.factor_removed", _("停用两步验证")
    RECOVERY_CODES_RENEWED = "access.recovery_codes_renewed", _("换备用码")
    LOGINS_ENDED = "access.logins_ended", _("让设备退出登录")
    LOGGED_IN = "access.logged_in", _("登录成功")
    LOGGED_OUT = "access.logged_out", _("退出登录")
    LOGIN_FAILED = "access.login_failed", _("登录没有成功")
    CODE_REFUSED = "access.code_refused", _("两步验证码不对")
    LOGIN_LOCKED = "access.login_locked", _("试错太多，登录被锁住")
    AUDIT_SEARCHED = "access.audit_searched", _("在留痕里按姓名查找")
    AUDIT_OF_CHILD_VIEWED = "access.audit_of_child_viewed", _("查看谁看过这个孩子")
    AUDIT_EXPORTED = "access.audit_exported", _("导出留痕")
    COUNTY_CREATED = "schools.county_created", _("开通县")
    TOWNSHIPS_ADDED = "schools.townships_added", _("增加乡镇")
    SCHOOL_CREATED = "schools.school_created", _("建立学校")
    SCHOOL_UPDATED = "schools.school_updated", _("修改学校")
    SCHOOLS_IMPORTED = "schools.schools_imported", _("导入学校名录")
    CLASS_CREATED = "schools.class_created", _("开设班级")
    CLASS_TEACHER_ASSIGNED = "schools.class_teacher_assigned", _("指定班主任")
    DAY_OVERRIDE_REMOVED = "schools.day_override_removed", _("恢复县里的校历")
    DAY_OVERRIDE_SET = "schools.day_override_set", _("调整本校一天")
    DAY_KINDS_SET = "schools.day_kinds_set", _("设定校历")
    SITE_CREATED = "schools.site_created", _("开设校区")
    STAFF_ADDED = "schools.staff_added", _("加入教职工")
    STAFF_UPDATED = "schools.staff_updated", _("修改教职工资料")
    TERM_CREATED = "schools.term_created", _("设定学期")
