"""Every list of the API that can be exported, under its address."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from services.api.access import invitations, memberships
from services.api.activities import duty_shifts
from services.api.assessment import rounds, scores
from services.api.care import background_checks, care_records, due_work, pairing_plans, pairings
from services.api.children import children, departures, emergency_accesses, family, pupils, roster_imports
from services.api.documents.exportable import exportable
from services.api.health import appointments, campaigns, checkups, clinics, findings
from services.api.links import links
from services.api.monitoring import incidents
from services.api.notify import deliveries, notification_log
from services.api.plans import deadlines, work_plans
from services.api.schools import calendar, classes, schools, staff

_impersonal = partial(exportable, is_personal=False, is_of_school=False, own_headings={"name": _("名称")})

LISTS = (
    exportable("children", children.ChildListView, _("孩子")),
    exportable("pupils", pupils.PupilListView, _("学生")),
    exportable("departures", departures.DepartureListView, _("学籍异动")),
    exportable("guardians", family.GuardianListView, _("监护人"), without=("relation",)),
    exportable("emergency-accesses", emergency_accesses.EmergencyAccessListView, _("紧急查看"), is_of_school=False),
    exportable(
        "roster-imports", roster_imports.RosterImportListView, _("名册导入"), is_personal=False, is_of_school=False
    ),
    exportable("pairings", pairings.PairingListView, _("结对")),
    exportable("pairing-plans", pairing_plans.PairingPlanListView, _("结对方案"), is_personal=False),
    exportable("care-records", care_records.CareRecordListView, _("关爱记录")),
    exportable("due-work", due_work.DueWorkListView, _("应办事项")),
    exportable("background-checks", background_checks.BackgroundCheckListView, _("背景核查")),
    exportable("staff", staff.StaffListView, _("教职工")),
    exportable("invitations", invitations.InvitationListView, _("邀请"), is_of_school=False),
    exportable("memberships", memberships.MembershipListView, _("成员")),
    exportable("links", links.LinkListView, _("给出的链接"), without=("kind", "subject"), is_of_school=False),
    exportable("duty-shifts", duty_shifts.DutyShiftListView, _("值日")),
    _impersonal("schools", schools.SchoolListView, _("学校")),
    exportable("classes", classes.ClassListView, _("班级"), is_personal=False),
    exportable("sites", classes.SiteListView, _("校区"), is_personal=False),
    _impersonal("terms", calendar.TermListView, _("学期")),
    exportable("work-plans", work_plans.WorkPlanListView, _("工作计划"), is_personal=False),
    _impersonal("deadlines", deadlines.DeadlineListView, _("上报期限")),
    _impersonal("clinics", clinics.ClinicListView, _("体检机构")),
    _impersonal("checkup-campaigns", campaigns.CampaignListView, _("体检")),
    _impersonal("appointments", appointments.AppointmentListView, _("体检安排")),
    exportable("checkups", checkups.CheckupListView, _("体检结果")),
    exportable("findings", findings.FindingListView, _("体检异常"), without=("next_states",)),
    _impersonal("assessment-rounds", rounds.AssessmentRoundListView, _("考核")),
    exportable("scores", scores.ScoreListView, _("考核得分"), without=("measure",), is_of_school=False),
    exportable("deliveries", deliveries.DeliveryListView, _("发送情况"), without=("kind",), is_of_school=False),
    exportable(
        "notifications/log", notification_log.NotificationLogView, _("发送日志"), without=("kind",), is_of_school=False
    ),
    exportable(
        "system-incidents", incidents.SystemIncidentListView, _("系统异常"), is_personal=False, is_of_school=False
    ),
)
# The others: rows below one object, which its page shows whole, or lists of a few lines that nobody hands on.
NOT_EXPORTED = {
    "audit-log": "has an export of its own, which names no child",
    "calls": "a queue that is worked off",
    "files": "photos and documents, opened one by one",
    "care-records/<uuid:public_id>/files": "photos and documents, opened one by one",
    "findings/<uuid:public_id>/files": "photos and documents, opened one by one",
    "campaign-files/<uuid:public_id>": "photos and documents, opened one by one",
    "notifications": "a person's own messages",
    "integrations": "settings of the service",
    "header-aliases": "settings of the service",
    "rubrics": "a document with versions, not rows",
    "retention-lists": "its entries are confirmed on their page",
    "school-days": "the calendar is printed from its page",
    "pairing-plans/<uuid:public_id>/rows": "a proposal, decided on its page",
    "scores/<uuid:public_id>/rows": "the rows behind one score",
    "children/<uuid:public_id>/audit-log": "the log of one child",
    "roster-imports/<uuid:public_id>/faulty-rows": "corrected on their page",
    "roster-imports/<uuid:public_id>/rows": "goes back to the school as the marked workbook",
}
