"""Choices of the assessment."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


class Assessee(models.TextChoices):
    SCHOOL = "school", _("学校")
    TEACHER = "teacher", _("教师")


class RoundState(models.TextChoices):
    OPEN = "open", _("待计算")
    COMPUTED = "computed", _("待学校确认")
    CONFIRMED = "confirmed", _("各校已确认")
    PUBLISHED = "published", _("已公布")


class RoundStatus(models.TextChoices):
    """What readers see: the state of a round or, before its first results, the progress of its computation."""

    OPEN = "open", _("待计算")
    # Repeats RoundState around these three: Python does not let an enum with members be extended.
    REQUESTED = "requested", _("等待计算")
    COMPUTING = "computing", _("计算中")
    FAILED = "failed", _("计算未成功")
    COMPUTED = "computed", _("待学校确认")
    CONFIRMED = "confirmed", _("各校已确认")
    PUBLISHED = "published", _("已公布")


class RowKind(models.TextChoices):
    """What one row behind a score is; the label heads the column with its name."""

    # 孩子 where the row is about a case file, 学生 where it is about anybody enrolled.
    TERM = "term", _("学期")
    PUPIL = "pupil", _("学生")
    CHILD = "child", _("孩子")
    DUE_WORK = "due", _("孩子")
    RECORD = "record", _("孩子")
    CHECKUP = "checkup", _("学生")
    FINDING = "finding", _("学生")


class RubricState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    LOCKED = "locked", _("已锁定")


class Band(models.TextChoices):
    """等次, by share of the points to be had (贵州省2013: 90 一级, 80 二级, 70 三级)."""

    FIRST = "first", _("一级")
    SECOND = "second", _("二级")
    THIRD = "third", _("三级")
    NONE = "none", _("未达等次")


def band(points: Decimal, max_points: Decimal) -> Band:
    """The band of a total. Band.NONE where no points can be had."""
    percent = 100 * points / max_points if max_points else Decimal(0)
    for minimum, name in ((90, Band.FIRST), (80, Band.SECOND), (70, Band.THIRD)):
        if percent >= minimum:
            return name
    return Band.NONE


class JobKind(models.TextChoices):
    """The background jobs of this app."""

    COMPUTE_ROUND = "assessment.round.compute", _("考核计算")
    UPDATE_ROUND_STATE = "assessment.round.update_state", _("考核定稿")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    COMPUTATION_REQUESTED = "assessment.computation_requested", _("发起考核计算")
    ROUND_COMPUTED = "assessment.round_computed", _("算出考核结果")
    RESULT_CONFIRMED = "assessment.result_confirmed", _("确认考核结果")
    ROUND_OPENED = "assessment.round_opened", _("开启考核")
    ROUND_PUBLISHED = "assessment.round_published", _("公布考核结果")
    SOURCE_ROWS_VIEWED = "assessment.source_rows_viewed", _("查看考核明细")
    RUBRIC_ADOPTED = "assessment.rubric_adopted", _("采用考核细则")
