"""Every permission of the project; roles.py says which role has which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    # -- figures
    VIEW_COUNTY_FIGURES = "view_county_figures", _("看全县汇总数字")
    VIEW_SCHOOL_FIGURES = "view_school_figures", _("看学校汇总数字")
    REMIND_SCHOOLS = "remind_schools", _("催报")
    # -- schools
    VIEW_SCHOOLS = "view_schools", _("看学校名录、学期与校历")
    MANAGE_CALENDAR = "manage_calendar", _("改全县学期与校历")
    MANAGE_SCHOOLS = "manage_schools", _("建学校、改学校名录")
    MANAGE_SCHOOL = "manage_school", _("改本校班级、人员、校历")
    VIEW_STAFF = "view_staff", _("看教职工与班级")
    INVITE_MEMBERS = "invite_members", _("邀请成员")
    # -- plans
    VIEW_PLANS = "view_plans", _("看工作计划")
    EDIT_PLANS = "edit_plans", _("编工作计划")
    # -- children
    IMPORT_ROSTER = "import_roster", _("导入名册")
    MANAGE_HEADER_ALIASES = "manage_header_aliases", _("教系统认识本县名册的列名")
    VIEW_PUPIL = "view_pupil", _("看学生")
    EDIT_PUPIL = "edit_pupil", _("改学生与家庭情况")
    VIEW_CHILD = "view_child", _("看儿童档案")
    UNMASK_NUMBERS = "unmask_numbers", _("看完整证件号与电话")
    VIEW_CHILD_ACCESS = "view_child_access", _("看“谁能看到”")
    VIEW_ATTACHMENTS = "view_attachments", _("看附件：只看得到的孩子、记录和异常的")
    ADD_ATTACHMENTS = "add_attachments", _("加附件、删自己加的附件")
    DELETE_ATTACHMENTS = "delete_attachments", _("删别人加的附件")
    VIEW_EMERGENCY_ACCESS = "view_emergency_access", _("看紧急查看的记录")
    OPEN_EMERGENCY_ACCESS = "open_emergency_access", _("紧急查看一名孩子")
    REVIEW_EMERGENCY_ACCESS = "review_emergency_access", _("复核紧急查看")
    # -- care
    PROPOSE_PAIRING = "propose_pairing", _("生成结对方案")
    APPROVE_PAIRING = "approve_pairing", _("批准与解除结对")
    VIEW_PAIRING = "view_pairing", _("看结对")
    VIEW_CARE = "view_care", _("看关爱记录与应办")
    RECORD_CARE = "record_care", _("记谈心、家访、通话")
    CALL_FAMILY = "call_family", _("给自己负责的孩子家里打电话")
    # -- health
    VIEW_CAMPAIGNS = "view_campaigns", _("看体检安排")
    MANAGE_CAMPAIGNS = "manage_campaigns", _("开展体检、排期")
    ENTER_RESULTS = "enter_results", _("录入体检结果")
    VIEW_RESULTS = "view_results", _("看体检结果与异常")
    UPDATE_FINDINGS = "update_findings", _("跟进异常")
    # -- assessment
    VIEW_SCORES = "view_scores", _("看考核")
    VIEW_TEACHER_SCORES = "view_teacher_scores", _("看教师考核姓名")
    EDIT_RUBRIC = "edit_rubric", _("改考核细则")
    COMPUTE_ROUND = "compute_round", _("开考核、计算")
    CONFIRM_SCORES = "confirm_scores", _("学校确认考核")
    PUBLISH_ROUND = "publish_round", _("公布考核")
    # -- all
    VIEW_NOTIFICATIONS = "view_notifications", _("看自己的消息")
    VIEW_DELIVERIES = "view_deliveries", _("看发送情况")
    RESOLVE_DELIVERIES = "resolve_deliveries", _("判断消息是否送达、重新发送")
    EDIT_RULES = "edit_rules", _("改提醒规则")
    MANAGE_TEMPLATES = "manage_templates", _("改短信与消息模板")
    MANAGE_INTEGRATIONS = "manage_integrations", _("设群机器人与外部系统")
    CLOSE_INCIDENTS = "close_incidents", _("处理发送异常")
    VIEW_SYSTEM_CHECKS = "view_system_checks", _("看系统自检")
    VIEW_JOBS = "view_jobs", _("看后台任务进度")
    ISSUE_LINKS = "issue_links", _("给没有账号的家人发链接、收回链接")
    EXPORT_LISTS = "export_lists", _("导出自己能看的列表")
    CONFIRM_DELETION = "confirm_deletion", _("看到期资料、确认删除")
    VIEW_AUDIT_LOG = "view_audit_log", _("看访问留痕")
