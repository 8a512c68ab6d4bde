"""Every address of the API. Each view names its permission; a guard walks this list."""

import re

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.views import APIView

from services.api import auth, dashboards, jobs, me
from services.api.access import audit_log, invitations, logins, memberships
from services.api.activities import duty_shifts
from services.api.assessment import rounds, rubrics, scores
from services.api.care import background_checks, care_records, due_work, pairing_plans, pairings
from services.api.children import (
    children,
    contact_cards,
    departures,
    emergency_accesses,
    family,
    header_aliases,
    phone_numbers,
    pupils,
    roster_corrections,
    roster_imports,
)
from services.api.documents import exports
from services.api.files import attachments, owners, uploads
from services.api.health import appointments, campaigns, checkups, clinics, findings, results
from services.api.links import links
from services.api.monitoring import incidents, lateness
from services.api.notify import calls, deliveries, integrations, notification_log, notifications, opt_outs, receipts
from services.api.plans import deadlines, work_plans
from services.api.reminders import preview, rules, templates
from services.api.retention import retention_lists
from services.api.schools import calendar, classes, schools, staff

app_name = "api"


class Schema(SpectacularAPIView):
    unscoped = True
    authentication_classes = ()


class Docs(SpectacularSwaggerView):
    unscoped = True
    authentication_classes = ()


ROUTES: list[tuple[str, type[APIView]]] = [
    ("auth/token", auth.TokenView),
    ("invitations", invitations.InvitationListView),
    ("invitations/<uuid:public_id>", invitations.InvitationDetailView),
    ("memberships", memberships.MembershipListView),
    ("memberships/<uuid:public_id>/end", memberships.MembershipEndView),
    ("me/sessions", logins.SessionListView),
    ("me/sessions/<uuid:public_id>", logins.SessionDetailView),
    ("me/tokens", logins.TokenListView),
    ("me/tokens/<uuid:public_id>", logins.TokenDetailView),
    ("staff/<uuid:public_id>/account-links", staff.StaffDetailView.send_account_link),
    ("staff/<uuid:public_id>/end-logins", staff.StaffDetailView.end_logins),
    ("staff/<uuid:public_id>/memberships", staff.StaffDetailView.give_role),
    ("exports", exports.ExportListView),
    ("exports/lists", exports.ExportableListListView),
    ("exports/<uuid:public_id>", exports.ExportDetailView),
    ("exports/<uuid:public_id>/file", exports.ExportFileView),
    ("files", attachments.AttachmentListView),
    ("files/<uuid:public_id>", attachments.AttachmentDetailView),
    ("files/<uuid:public_id>/thumbnail", attachments.ThumbnailView),
    ("links", links.LinkListView),
    ("links/<uuid:public_id>", links.LinkDetailView),
    ("uploads", uploads.UploadListView),
    ("uploads/<uuid:public_id>", uploads.UploadDetailView),
    ("calls", calls.CallListView),
    ("calls/<uuid:public_id>", calls.CallDetailView),
    ("deliveries", deliveries.DeliveryListView),
    ("deliveries/<uuid:public_id>", deliveries.DeliveryDetailView),
    ("deliveries/<uuid:public_id>/retry", deliveries.DeliveryDetailView.retry),
    ("deliveries/<uuid:public_id>/resolve", deliveries.DeliveryDetailView.resolve),
    ("system-incidents", incidents.SystemIncidentListView),
    ("system-incidents/<uuid:public_id>/close", incidents.SystemIncidentCloseView),
    ("jobs/<uuid:public_id>", jobs.JobDetailView),
    ("lateness", lateness.LatenessView),
    ("notifications", notifications.NotificationListView),
    ("notifications/log", notification_log.NotificationLogView),
    ("notifications/<uuid:public_id>", notifications.NotificationDetailView),
    ("notifications/<uuid:public_id>/acknowledge", notifications.NotificationDetailView.acknowledge),
    ("notifications/<uuid:public_id>/read", notifications.NotificationDetailView.read),
    ("notifications/<uuid:public_id>/snooze", notifications.NotificationDetailView.snooze),
    ("notification-templates", templates.TemplateListView),
    ("notification-templates/<str:kind>/<str:language>", templates.TemplateDetailView),
    ("notification-templates/<str:kind>/<str:language>/preview", templates.TemplateDetailView.preview),
    ("notification-templates/<str:kind>/<str:language>/test", templates.TemplateDetailView.test),
    ("opt-outs", opt_outs.OptOutCreateView),
    ("opt-outs/remove", opt_outs.OptOutRemoveView),
    ("integrations", integrations.IntegrationListView),
    ("integrations/<uuid:public_id>", integrations.IntegrationDetailView),
    ("integrations/<uuid:public_id>/replay", integrations.IntegrationDetailView.replay),
    ("integrations/<uuid:public_id>/test", integrations.IntegrationDetailView.test),
    ("reminder-rules", rules.RuleListView),
    ("reminder-rules/<str:kind>", rules.RuleDetailView),
    ("reminder-rules/<str:kind>/preview", preview.RulePreviewView),
    ("receipts/<str:provider>", receipts.ReceiptCallbackView),
    ("me", me.MeView),
    ("schema", Schema),
    ("audit-log", audit_log.AuditEventListView),
    ("audit-log/export", audit_log.AuditExportView),
    ("audit-log/search", audit_log.AuditSearchView),
    ("schools", schools.SchoolListView),
    ("schools/<uuid:public_id>", schools.SchoolDetailView),
    ("schools/<uuid:public_id>/invitations", schools.SchoolDetailView.invite),
    ("school-imports", schools.SchoolImportView),
    ("classes", classes.ClassListView),
    ("classes/<uuid:public_id>", classes.ClassDetailView),
    ("sites", classes.SiteListView),
    ("terms", calendar.TermListView),
    ("terms/<uuid:public_id>", calendar.TermDetailView),
    ("school-days", calendar.SchoolDayListView),
    ("school-days/overrides", calendar.DayOverrideListView),
    ("school-days/overrides/<str:day>", calendar.DayOverrideDetailView),
    ("staff", staff.StaffListView),
    ("staff/<uuid:public_id>", staff.StaffDetailView),
    ("staff/<uuid:public_id>/invitations", staff.StaffDetailView.invite),
    ("deadlines", deadlines.DeadlineListView),
    ("deadlines/<uuid:public_id>/submit", deadlines.DeadlineSubmitView),
    ("duty-shifts", duty_shifts.DutyShiftListView),
    ("duty-shifts/<uuid:public_id>", duty_shifts.DutyShiftDetailView),
    ("background-checks", background_checks.BackgroundCheckListView),
    ("work-plans", work_plans.WorkPlanListView),
    ("work-plans/<uuid:public_id>", work_plans.WorkPlanDetailView),
    ("work-plans/<uuid:public_id>/approve", work_plans.WorkPlanDetailView.approve),
    ("pairing-plans", pairing_plans.PairingPlanListView),
    ("pairing-plans/<uuid:public_id>", pairing_plans.PairingPlanDetailView),
    ("pairing-plans/<uuid:public_id>/rows", pairing_plans.ProposedPairListView),
    ("pairing-plans/<uuid:public_id>/approve", pairing_plans.PairingPlanDetailView.approve),
    ("pairings", pairings.PairingListView),
    ("pairings/<uuid:public_id>", pairings.PairingDetailView),
    ("pairings/<uuid:public_id>/end", pairings.PairingDetailView.end),
    ("care-records", care_records.CareRecordListView),
    ("care-records/<uuid:public_id>", care_records.CareRecordDetailView),
    ("care-records/<uuid:public_id>/files", owners.CareRecordAttachmentListView),
    ("care-record-imports", care_records.CareRecordImportView),
    ("due-work", due_work.DueWorkListView),
    ("due-work/<uuid:public_id>/postpone", due_work.DueWorkPostponeView),
    ("rubrics", rubrics.RubricListView),
    ("assessment-rounds", rounds.AssessmentRoundListView),
    ("assessment-rounds/<uuid:public_id>", rounds.AssessmentRoundDetailView),
    ("assessment-rounds/<uuid:public_id>/compute", rounds.AssessmentRoundDetailView.compute),
    ("assessment-rounds/<uuid:public_id>/confirm", rounds.AssessmentRoundDetailView.confirm),
    ("assessment-rounds/<uuid:public_id>/publish", rounds.AssessmentRoundDetailView.publish),
    ("scores", scores.ScoreListView),
    ("scores/<uuid:public_id>", scores.ScoreDetailView),
    ("scores/<uuid:public_id>/rows", scores.ScoreRowListView),
    ("figures", dashboards.FigureListView),
    ("dashboards/first-day", dashboards.FirstDayView),
    ("dashboards/county", dashboards.CountyDashboardView),
    ("dashboards/schools/<uuid:public_id>", dashboards.SchoolDashboardView),
    ("pupils", pupils.PupilListView),
    ("pupils/<uuid:public_id>", pupils.PupilDetailView),
    ("pupils/<uuid:public_id>/leave", pupils.PupilDetailView.leave),
    ("pupils/<uuid:public_id>/return", pupils.PupilDetailView.return_),
    ("departures", departures.DepartureListView),
    ("departures/<uuid:public_id>", departures.DepartureDetailView),
    ("departures/<uuid:public_id>/follow-up", departures.DepartureDetailView.follow_up),
    ("children", children.ChildListView),
    ("children/<uuid:public_id>", children.ChildDetailView),
    ("children/<uuid:public_id>/access", children.ChildAccessView),
    ("children/<uuid:public_id>/links", links.ChildLinksView),
    ("children/<uuid:public_id>/access/<uuid:assignment_id>", children.ChildAssignmentView),
    ("children/<uuid:public_id>/audit-log", audit_log.ChildAuditEventListView),
    ("children/<uuid:public_id>/emergency-accesses", emergency_accesses.ChildEmergencyAccessView),
    ("emergency-accesses", emergency_accesses.EmergencyAccessListView),
    ("emergency-accesses/<uuid:public_id>", emergency_accesses.EmergencyAccessDetailView),
    ("emergency-accesses/<uuid:public_id>/child", emergency_accesses.EmergencyChildView),
    ("emergency-accesses/<uuid:public_id>/unmask", emergency_accesses.EmergencyUnmaskView),
    ("emergency-accesses/<uuid:public_id>/end", emergency_accesses.EmergencyAccessDetailView.end),
    ("emergency-accesses/<uuid:public_id>/review", emergency_accesses.EmergencyAccessDetailView.review),
    ("retention-lists", retention_lists.RetentionListListView),
    ("retention-lists/<uuid:public_id>", retention_lists.RetentionListDetailView),
    ("retention-lists/<uuid:public_id>/confirm", retention_lists.RetentionListDetailView.confirm),
    ("children/<uuid:public_id>/contact-card", contact_cards.ContactCardView),
    ("children/<uuid:public_id>/phone-numbers", phone_numbers.PhoneNumberListView),
    ("children/<uuid:public_id>/phone-numbers/<uuid:contact_id>", phone_numbers.PhoneNumberDetailView),
    ("children/<uuid:public_id>/guardian", family.ChildGuardianView),
    ("children/<uuid:public_id>/parents", family.ChildParentsView),
    ("children/<uuid:public_id>/unmask", phone_numbers.ChildUnmaskView),
    ("guardians", family.GuardianListView),
    ("header-aliases", header_aliases.HeaderAliasListView),
    ("header-aliases/<uuid:public_id>", header_aliases.HeaderAliasDetailView),
    ("header-proposals", header_aliases.HeaderProposalListView),
    ("roster-imports", roster_imports.RosterImportListView),
    ("roster-imports/<uuid:public_id>", roster_imports.RosterImportDetailView),
    ("roster-imports/<uuid:public_id>/rows", roster_imports.RosterRowListView),
    ("roster-imports/<uuid:public_id>/columns", roster_imports.RosterColumnListView),
    ("roster-imports/<uuid:public_id>/faulty-rows", roster_corrections.FaultyRowListView),
    ("roster-imports/<uuid:public_id>/faulty-rows/<int:number>", roster_corrections.FaultyRowView),
    ("roster-imports/<uuid:public_id>/apply-corrections", roster_corrections.RosterCorrectionsView.apply),
    ("roster-imports/<uuid:public_id>/commit", roster_imports.RosterImportDetailView.commit),
    ("roster-imports/<uuid:public_id>/undo", roster_imports.RosterImportDetailView.undo),
    ("clinics", clinics.ClinicListView),
    ("clinics/<uuid:public_id>", clinics.ClinicDetailView),
    ("checkup-campaigns", campaigns.CampaignListView),
    ("checkup-campaigns/<uuid:public_id>", campaigns.CampaignDetailView),
    ("campaign-files/<uuid:public_id>", owners.CampaignAttachmentListView),
    ("checkup-campaigns/<uuid:public_id>/plan", campaigns.CampaignDetailView.plan),
    ("checkup-campaigns/<uuid:public_id>/close", campaigns.CampaignDetailView.close),
    ("appointments", appointments.AppointmentListView),
    ("checkup-results", results.SlipsView),
    ("checkups", checkups.CheckupListView),
    ("checkups/<uuid:public_id>", checkups.CheckupDetailView),
    ("checkups/<uuid:public_id>/results", results.CheckupResultsView),
    ("findings", findings.FindingListView),
    ("findings/<uuid:public_id>", findings.FindingDetailView),
    ("findings/<uuid:public_id>/files", owners.FindingAttachmentListView),
]


def name_of(address: str) -> str:
    """The name of a route: its own pattern, as `pairings/{public_id}/end`."""
    return re.sub(r"<\w+:(\w+)>", r"{\1}", address)


urlpatterns = [
    *(path(address, view.as_view(), name=name_of(address)) for address, view in ROUTES),
    path("docs", Docs.as_view(url_name="api:schema"), name="docs"),
]
