"""Choices of health, its job kinds and audit actions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PLANNING = "planning", _("排期中")
    SCHEDULED = "scheduled", _("已排期")
    CLOSED = "closed", _("已结束")


class CheckupState(models.TextChoices):
    EXPECTED = "expected", _("待检")
    DONE = "done", _("已检")
    ABSENT = "absent", _("缺席")


class FindingState(models.TextChoices):
    OPEN = "open", _("新发现")
    GUARDIAN_NOTIFIED = "guardian_notified", _("已告知家长")
    SEEN_BY_DOCTOR = "seen_by_doctor", _("已就医")
    CANNOT_PAY = "cannot_pay", _("无力支付，转资助")
    CLOSED = "closed", _("已销号")


class JobKind(models.TextChoices):
    """The background jobs of this app."""

    PLAN_CAMPAIGN = "health.campaign.plan", _("体检排期")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    ABSENCE_RECORDED = "health.absence_recorded", _("记为缺席")
    CAMPAIGN_UPDATED = "health.campaign_updated", _("修改体检")
    CAMPAIGN_CLOSED = "health.campaign_closed", _("结束体检")
    CAMPAIGN_OPENED = "health.campaign_opened", _("开展体检")
    CAMPAIGN_PLANNED = "health.campaign_planned", _("体检排期")
    CHECKUPS_VIEWED = "health.checkups_viewed", _("查看体检名单")
    CLINIC_UPDATED = "health.clinic_updated", _("修改体检机构")
    CLINIC_CREATED = "health.clinic_created", _("添加体检机构")
    REPLIES_VIEWED = "health.replies_viewed", _("查看体检回执")
    RESULTS_ENTERED = "health.results_entered", _("录入体检结果")
    ABSENCE_UNDONE = "health.absence_undone", _("撤销缺席")
    FINDING_CORRECTED = "health.finding_corrected", _("更正体检异常")
    FINDING_ADVANCED = "health.finding_advanced", _("跟进体检异常")
    FINDINGS_VIEWED = "health.findings_viewed", _("查看体检异常")
    CAMPAIGN_PLAN_REQUESTED = "health.campaign_plan_requested", _("要求体检排期")
