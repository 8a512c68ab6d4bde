"""Choices of care, its job kinds and audit actions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class PairingPlanState(models.TextChoices):
    COMPUTING = "computing", _("计算中")
    PROPOSED = "proposed", _("待批准")
    APPROVED = "approved", _("已批准")
    DISCARDED = "discarded", _("已作废")
    FAILED = "failed", _("未成功")


class Mood(models.IntegerChoices):
    VERY_LOW = 1, _("很低落")
    LOW = 2, _("有点低落")
    CALM = 3, _("平静")
    GOOD = 4, _("开心")
    VERY_GOOD = 5, _("很开心")


class Topic(models.TextChoices):
    STUDY = "study", _("学习")
    FRIENDS = "friends", _("同学")
    FAMILY = "family", _("家里")
    HEALTH = "health", _("身体")
    SAFETY = "safety", _("安全")
    HOBBY = "hobby", _("爱好")


class DueState(models.TextChoices):
    DUE = "due", _("待办")
    DONE = "done", _("已完成")
    CANCELLED = "cancelled", _("不再需要")  # the pairing ended before the day


class JobKind(models.TextChoices):
    """The background jobs of this app."""

    PROPOSE_PAIRINGS = "care.pairing.propose", _("结对方案")
    REFRESH_DUE_WORK = "care.due_work.refresh", _("生成到期的谈话和家访")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    MENTOR_ADDED = "care.mentor_added", _("登记结对教师")
    MENTOR_DEACTIVATED = "care.mentor_deactivated", _("停用结对教师")
    TODAY_VIEWED = "care.today_viewed", _("查看“今天”")
    DUE_WORK_VIEWED = "care.due_work_viewed", _("查看待办")
    PAIRING_ENDED = "care.pairing_ended", _("解除结对")
    PAIRING_CREATED = "care.pairing_created", _("结对")
    PAIRING_VIEWED = "care.pairing_viewed", _("查看一个结对")
    PAIRINGS_VIEWED = "care.pairings_viewed", _("查看结对名单")
    PAIRING_PLAN_APPROVED = "care.pairing_plan_approved", _("批准结对方案")
    PAIRING_PLAN_REQUESTED = "care.pairing_plan_requested", _("要求生成结对方案")
    PAIRING_PLAN_VIEWED = "care.pairing_plan_viewed", _("查看结对方案")
    RECORDABLE_CHILDREN_VIEWED = "care.recordable_children_viewed", _("查看可记录的孩子")
    RECORD_VIEWED = "care.record_viewed", _("查看一条关爱记录")
    RECORD_CREATED = "care.record_created", _("写下关爱记录")
    RECORDS_IMPORTED = "care.records_imported", _("导入以往的关爱记录")
    RECORDS_VIEWED = "care.records_viewed", _("查看关爱记录")
    RECORDS_WRITTEN_OUT = "care.records_written_out", _("导出一个孩子的关爱记录")
    RECORD_FORM_OPENED = "care.record_form_opened", _("打开记录页")
    BACKGROUND_CHECK_RECORDED = "care.background_check_recorded", _("登记入职查询")
    RECORD_WITHDRAWN = "care.record_withdrawn", _("撤销关爱记录")
