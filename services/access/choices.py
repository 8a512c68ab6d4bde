"""Choices of this app, stored as text."""

from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app and of `schools` can record."""

    MEMBER_INVITED = "access.member_invited", _("邀请同事登录")
    MEMBERSHIP_ENDED = "access.membership_ended", _("停用登录")
    CLASS_CREATED = "schools.class_created", _("开设班级")
    CLASS_TEACHER_ASSIGNED = "schools.class_teacher_assigned", _("指定班主任")
    DAY_OVERRIDE_REMOVED = "schools.day_override_removed", _("恢复县里的校历")
    DAY_OVERRIDE_SET = "schools.day_override_set", _("调整本校一天")
    DAY_KINDS_SET = "schools.day_kinds_set", _("设定校历")
    SITE_CREATED = "schools.site_created", _("开设校区")
    STAFF_ADDED = "schools.staff_added", _("加入教职工")
    STAFF_UPDATED = "schools.staff_updated", _("修改教职工资料")
    TERM_CREATED = "schools.term_created", _("设定学期")
