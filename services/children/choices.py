"""Enums of the children app."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.access import audit_actions

# Purposes of blind indexes. Each has a key of its own, so that indexes of two purposes cannot be compared.
ID, STUDENT, PHONE, PERSON = "pupil.id", "pupil.student", "phone", "person"


class PupilState(models.TextChoices):
    ENROLLED = "enrolled", _("在读")
    LEFT = "left", _("已离校")


class DepartureKind(models.TextChoices):
    """Why a pupil leaves the school, in the words of the national student register."""

    TRANSFERRED = "transferred", _("转学")
    GRADUATED = "graduated", _("毕业")
    SUSPENDED = "suspended", _("休学")
    DROPPED_OUT = "dropped_out", _("辍学")
    ABROAD = "abroad", _("出国（境）")
    DIED = "died", _("死亡")
    OTHER = "other", _("其他")


class IdKind(models.TextChoices):
    """Which identity paper a pupil has."""

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
    """Where a parent is. Who counts as left behind is computed from this (queries.basis)."""

    HOME = "home", _("在家")
    AWAY = "away", _("外出务工")
    DECEASED = "deceased", _("去世")
    MISSING = "missing", _("失联")
    IN_CUSTODY = "in_custody", _("服刑或强制戒毒")
    OTHER = "other", _("其他")


class ReportedLeftBehind(models.TextChoices):
    """What a roster or form states about a pupil."""

    NONE = "none", _("非留守")
    ONE = "one", _("单亲留守")
    BOTH = "both", _("双亲留守")
    YES = "yes", _("留守")  # the roster says no more than that


class OpeningReason(models.TextChoices):
    """Why a case file was opened: a roster stated it, or basis D1 says yes."""

    REPORTED = "reported", _("名册声明")
    D1 = "d1", _("父或母外出务工")


class Ternary(models.TextChoices):
    """The answer of a basis: yes, no, or not known."""

    YES = "yes", _("是")
    NO = "no", _("否")
    UNKNOWN = "unknown", _("不明")


class PhoneOwner(models.TextChoices):
    """Whose telephone number it is."""

    FATHER = "father", _("父亲")
    MOTHER = "mother", _("母亲")
    GUARDIAN = "guardian", _("监护人")
    GUARDIAN_2 = "guardian2", _("第二监护人")


# By the order in which they are asked.
GUARDIANS = {1: PhoneOwner.GUARDIAN, 2: PhoneOwner.GUARDIAN_2}


class VerificationResult(models.TextChoices):
    """What came of calling a number."""

    VALID = "valid", _("有效")
    NOT_IN_SERVICE = "not_in_service", _("空号")
    SUSPENDED = "suspended", _("停机")
    WRONG_PERSON = "wrong_person", _("非本人")
    DECLINED = "declined", _("拒接")


# results after which nobody should call or print the number; one that was declined may work next time
UNUSABLE_RESULTS = frozenset(
    {VerificationResult.NOT_IN_SERVICE, VerificationResult.SUSPENDED, VerificationResult.WRONG_PERSON}
)


class AssignmentReason(models.TextChoices):
    """Why an adult is near a child."""

    CLASS_TEACHER = "class_teacher", _("班主任")
    PAIRING = "pairing", _("结对教师")
    PROXY_PARENT = "proxy_parent", _("代理家长")
    # The three above follow from a class, a pairing or a volunteer; this one the school sets by hand.
    SHARED = "shared", _("学校指定")


class ImportState(models.TextChoices):
    """How far a roster import is."""

    STAGING = "staging", _("读取中")
    MAPPING = "mapping", _("待对列")
    REJECTED = "rejected", _("有错误，未导入")  # one error is enough: a roster is committed whole or not at all
    READY = "ready", _("待确认")  # read and previewed; a person decides
    COMMITTING = "committing", _("导入中")
    COMMITTED = "committed", _("已导入")
    UNDONE = "undone", _("已撤销")
    FAILED = "failed", _("未成功")


class JobKind(models.TextChoices):
    """The background jobs of this app."""

    READ_ROSTER = "children.roster.read", _("读取名册")
    COMMIT_ROSTER = "children.roster.commit", _("名册入库")
    UNDO_ROSTER = "children.roster.undo", _("撤销名册导入")


class EmergencyVerdict(models.TextChoices):
    """What whoever reviews an emergency access thinks of it."""

    JUSTIFIED = "justified", _("理由成立")
    UNJUSTIFIED = "unjustified", _("理由不成立")


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record."""

    CASE_FILE_OPENED = "children.case_file_opened", _("建立档案")
    CASE_FILE_CLOSED = "children.case_file_closed", _("结束档案")
    DEPARTURES_LISTED = "children.departures_listed", _("查看学籍异动")
    DROPOUT_FOLLOWED_UP = "children.dropout_followed_up", _("登记劝返结果")
    EMERGENCY_ACCESS_OPENED = "children.emergency_access_opened", _("开始紧急查看")
    EMERGENCY_ACCESS_ENDED = "children.emergency_access_ended", _("结束紧急查看")
    EMERGENCY_ACCESS_REVIEWED = "children.emergency_access_reviewed", _("复核紧急查看")
    EMERGENCY_ACCESSES_LISTED = "children.emergency_accesses_listed", _("查看紧急查看的记录")
    FAMILY_CALLED = "children.family_called", _("取号码给家长打电话")
    CARD_ISSUED = "children.card_issued", _("填发联系卡")
    CARD_PRINTED = "children.card_printed", _("打印联系卡")
    CARD_VIEWED = "children.card_viewed", _("查看联系卡")
    NUMBER_ADDED = "children.number_added", _("登记电话")
    NUMBER_REMOVED = "children.number_removed", _("删除电话")
    NUMBER_VERIFIED = "children.number_verified", _("核实电话")
    ASSIGNED = "children.assigned", _("把孩子托付给教师")
    GUARDIAN_SET = "children.guardian_set", _("登记监护人")
    GUARDIANS_LISTED = "children.guardians_listed", _("查看监护人名单")
    HEADER_ALIAS_REMOVED = "children.header_alias_removed", _("删除名册列名")
    HEADER_ALIAS_DECLINED = "children.header_alias_declined", _("不采用学校的列名")
    HEADER_ALIAS_ADDED = "children.header_alias_added", _("添加名册列名")
    LISTED = "children.listed", _("查看孩子名单")
    WHEREABOUTS_RECORDED = "children.whereabouts_recorded", _("登记父母情况")
    PUPIL_ADDED = "children.pupil_added", _("添加学生")
    PUPIL_LEFT = "children.pupil_left", _("登记离校")
    PUPIL_RETURNED = "children.pupil_returned", _("登记返校")
    PUPIL_UPDATED = "children.pupil_updated", _("修改学生资料")
    PUPIL_VIEWED = "children.pupil_viewed", _("查看学生资料")
    PUPILS_LISTED = "children.pupils_listed", _("查看学生名单")
    ASSIGNMENT_ENDED = "children.assignment_ended", _("结束托付")
    ROSTER_COLUMNS_CHOSEN = "children.roster_columns_chosen", _("给名册对列")
    ROSTER_ROW_CORRECTED = "children.roster_row_corrected", _("改正名册的一行")
    ROSTER_CORRECTIONS_APPLIED = "children.roster_corrections_applied", _("按改正再读名册")
    ROSTER_COMMIT_REQUESTED = "children.roster_commit_requested", _("要求导入名册")
    ROSTER_COMMITTED = "children.roster_committed", _("导入名册")
    ROSTER_DOWNLOADED = "children.roster_downloaded", _("下载标注的名册")
    ROSTER_READ = "children.roster_read", _("读取名册")
    ROSTER_UPLOADED = "children.roster_uploaded", _("上传名册")
    ROSTER_ROWS_VIEWED = "children.roster_rows_viewed", _("查看名册内容")
    ROSTER_VIEWED = "children.roster_viewed", _("查看一次导入")
    ROSTER_UNDO_REQUESTED = "children.roster_undo_requested", _("要求撤销导入")
    ROSTER_UNDONE = "children.roster_undone", _("撤销导入")
    CHILD_VIEWED = "children.child_viewed", _("查看孩子档案")
    WORKING_HOURS_SET = "children.working_hours_set", _("登记家长上班时间")
    SMS_OPT_OUT_SET = "children.sms_opt_out_set", _("登记家长要不要短信")
    NUMBER_UNMASKED = "children.number_unmasked", _("查看完整号码或住址")
