"""The words of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PupilState(models.TextChoices):
    ENROLLED = "enrolled", _("在读")
    LEFT = "left", _("已离校")


class IdKind(models.TextChoices):
    RESIDENT = "resident", _("居民身份证")
    OTHER = "other", _("其他证件")
    NONE = "none", _("无证件")


class Household(models.TextChoices):
    RURAL = "rural", _("农业户口")
    URBAN = "urban", _("非农业户口")


class Parent(models.TextChoices):
    FATHER = "father", _("父亲")
    MOTHER = "mother", _("母亲")


class Whereabouts(models.TextChoices):
    """Where a parent is. Facts; who counts as left behind is computed from them (queries.basis)."""

    HOME = "home", _("在家")
    AWAY = "away", _("外出务工")
    DECEASED = "deceased", _("去世")
    MISSING = "missing", _("失联")
    IN_CUSTODY = "in_custody", _("服刑或强制戒毒")
    OTHER = "other", _("其他")


class ReportedLeftBehind(models.TextChoices):
    """What a roster or form states, kept as a dated claim."""

    NONE = "none", _("非留守")
    ONE = "one", _("单亲留守")
    BOTH = "both", _("双亲留守")
    YES = "yes", _("留守")


class Ternary(models.TextChoices):
    YES = "yes", _("是")
    NO = "no", _("否")
    UNKNOWN = "unknown", _("不明")


class PhoneOwner(models.TextChoices):
    FATHER = "father", _("父亲")
    MOTHER = "mother", _("母亲")
    GUARDIAN = "guardian", _("监护人")


class VerificationResult(models.TextChoices):
    VALID = "valid", _("有效")
    NOT_IN_SERVICE = "not_in_service", _("空号")
    SUSPENDED = "suspended", _("停机")
    WRONG_PERSON = "wrong_person", _("非本人")
    DECLINED = "declined", _("拒接")


class AssignmentReason(models.TextChoices):
    """Why an adult is near a child."""

    CLASS_TEACHER = "class_teacher", _("班主任")
    PAIRING = "pairing", _("结对教师")
    PROXY_PARENT = "proxy_parent", _("代理家长")
    SHARED = "shared", _("学校指定")


class ImportState(models.TextChoices):
    STAGING = "staging", _("读取中")
    REJECTED = "rejected", _("有错误，未导入")
    READY = "ready", _("待确认")
    COMMITTING = "committing", _("导入中")
    COMMITTED = "committed", _("已导入")
    UNDONE = "undone", _("已撤销")
    FAILED = "failed", _("未成功")
