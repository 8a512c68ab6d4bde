"""Every address of the API. Each view names its permission; a guard walks this list."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.views import APIView

from services.api import auth, dashboards, jobs, me
from services.api.access import audit_log, invitations, logins, memberships
from services.api.activities import duty_shifts
from services.api.assessment import rounds, rubrics, scores
from services.api.care import background_checks, care_records, due_work, pairing_plans, pairings
from services.api.children import children, contact_cards, family, header_aliases, phone_numbers, pupils, roster_imports
from services.api.health import appointments, campaigns, checkups, clinics, findings, results
from services.api.monitoring import incidents, lateness
from services.api.notify import calls, deliveries, integrations, notification_log, notifications, opt_outs, receipts
from services.api.plans import deadlines, work_plans
from services.api.reminders import preview, rules, templates
from services.api.schools import calendar, schools, staff

app_name = "api"


class Schema(SpectacularAPIView):
    unscoped = True
    authentication_classes = ()


class Docs(SpectacularSwaggerView):
    unscoped = True
    authentication_classes = ()


# Address, view, name.
ROUTES: list[tuple[str, type[APIView], str]] = [
    ("auth/token", auth.TokenView, "token"),
    ("invitations", invitations.InvitationListView, "invitations"),
    ("invitations/<uuid:public_id>", invitations.InvitationDetailView, "invitation"),
    ("memberships", memberships.MembershipListView, "memberships"),
    ("memberships/<uuid:public_id>/end", memberships.MembershipEndView, "membership-end"),
    ("me/sessions", logins.SessionListView, "my-sessions"),
    ("me/sessions/<uuid:public_id>", logins.SessionDetailView, "my-session"),
    ("me/tokens", logins.TokenListView, "my-tokens"),
    ("me/tokens/<uuid:public_id>", logins.TokenDetailView, "my-token"),
    ("staff/<uuid:public_id>/account-links", logins.StaffAccountLinksView, "staff-account-links"),
    ("staff/<uuid:public_id>/end-logins", logins.StaffEndLoginsView, "staff-end-logins"),
    ("staff/<uuid:public_id>/memberships", memberships.StaffMembershipsView, "staff-memberships"),
    ("calls", calls.CallListView, "calls"),
    ("calls/<uuid:public_id>", calls.CallDetailView, "call"),
    ("deliveries", deliveries.DeliveryListView, "deliveries"),
    ("deliveries/<uuid:public_id>", deliveries.DeliveryDetailView, "delivery"),
    ("deliveries/<uuid:public_id>/retry", deliveries.DeliveryRetryView, "delivery-retry"),
    ("deliveries/<uuid:public_id>/resolve", deliveries.DeliveryResolveView, "delivery-resolve"),
    ("system-incidents", incidents.SystemIncidentListView, "system-incidents"),
    ("system-incidents/<uuid:public_id>/close", incidents.SystemIncidentCloseView, "system-incident-close"),
    ("jobs/<uuid:public_id>", jobs.JobDetailView, "job"),
    ("lateness", lateness.LatenessView, "lateness"),
    ("notifications", notifications.NotificationListView, "notifications"),
    ("notifications/log", notification_log.NotificationLogView, "notification-log"),
    ("notifications/<uuid:public_id>", notifications.NotificationDetailView, "notification"),
    (
        "notifications/<uuid:public_id>/acknowledge",
        notifications.NotificationAcknowledgeView,
        "notification-acknowledge",
    ),
    ("notifications/<uuid:public_id>/read", notifications.NotificationReadView, "notification-read"),
    ("notifications/<uuid:public_id>/snooze", notifications.NotificationSnoozeView, "notification-snooze"),
    ("notification-templates", templates.TemplateListView, "notification-templates"),
    ("notification-templates/<str:kind>/<str:language>", templates.TemplateDetailView, "notification-template"),
    (
        "notification-templates/<str:kind>/<str:language>/preview",
        templates.TemplatePreviewView,
        "notification-template-preview",
    ),
    ("notification-templates/<str:kind>/<str:language>/test", templates.TemplateTestView, "notification-template-test"),
    ("opt-outs", opt_outs.OptOutCreateView, "opt-outs"),
    ("opt-outs/remove", opt_outs.OptOutRemoveView, "opt-out-remove"),
    ("integrations", integrations.IntegrationListView, "integrations"),
    ("integrations/<uuid:public_id>", integrations.IntegrationDetailView, "integration"),
    ("integrations/<uuid:public_id>/replay", integrations.IntegrationReplayView, "integration-replay"),
    ("integrations/<uuid:public_id>/test", integrations.IntegrationTestView, "integration-test"),
    ("reminder-rules", rules.RuleListView, "reminder-rules"),
    ("reminder-rules/<str:kind>", rules.RuleDetailView, "reminder-rule"),
    ("reminder-rules/<str:kind>/preview", preview.RulePreviewView, "reminder-rule-preview"),
    ("receipts/<str:provider>", receipts.ReceiptCallbackView, "receipts"),
    ("me", me.MeView, "me"),
    ("schema", Schema, "schema"),
    ("audit-log", audit_log.AuditEventListView, "audit-log"),
    ("audit-log/export", audit_log.AuditExportView, "audit-log-export"),
    ("audit-log/search", audit_log.AuditSearchView, "audit-log-search"),
    ("schools", schools.SchoolListView, "schools"),
    ("schools/<uuid:public_id>", schools.SchoolDetailView, "school"),
    ("classes", schools.ClassListView, "classes"),
    ("terms", calendar.TermListView, "terms"),
    ("terms/<uuid:public_id>", calendar.TermDetailView, "term"),
    ("school-days", calendar.SchoolDayListView, "school-days"),
    ("school-days/overrides", calendar.DayOverrideListView, "day-overrides"),
    ("school-days/overrides/<str:on>", calendar.DayOverrideDetailView, "day-override"),
    ("staff", staff.StaffListView, "staff"),
    ("staff/<uuid:public_id>", staff.StaffDetailView, "staff-member"),
    ("staff/<uuid:public_id>/invitations", staff.StaffInvitationsView, "staff-invitations"),
    ("deadlines", deadlines.DeadlineListView, "deadlines"),
    ("deadlines/<uuid:public_id>/submit", deadlines.DeadlineSubmitView, "deadline-submit"),
    ("duty-shifts", duty_shifts.DutyShiftListView, "duty-shifts"),
    ("duty-shifts/<uuid:public_id>", duty_shifts.DutyShiftDetailView, "duty-shift"),
    ("background-checks", background_checks.BackgroundCheckListView, "background-checks"),
    ("work-plans", work_plans.WorkPlanListView, "work-plans"),
    ("work-plans/<uuid:public_id>", work_plans.WorkPlanDetailView, "work-plan"),
    ("work-plans/<uuid:public_id>/approve", work_plans.WorkPlanApproveView, "work-plan-approve"),
    ("pairing-plans", pairing_plans.PairingPlanListView, "pairing-plans"),
    ("pairing-plans/<uuid:public_id>", pairing_plans.PairingPlanDetailView, "pairing-plan"),
    ("pairing-plans/<uuid:public_id>/rows", pairing_plans.ProposedPairListView, "pairing-plan-rows"),
    ("pairing-plans/<uuid:public_id>/approve", pairing_plans.PairingPlanApproveView, "pairing-plan-approve"),
    ("pairings", pairings.PairingListView, "pairings"),
    ("pairings/<uuid:public_id>", pairings.PairingDetailView, "pairing"),
    ("pairings/<uuid:public_id>/end", pairings.PairingEndView, "pairing-end"),
    ("care-records", care_records.CareRecordListView, "care-records"),
    ("care-records/<uuid:public_id>", care_records.CareRecordDetailView, "care-record"),
    ("due-work", due_work.DueWorkListView, "due-work"),
    ("due-work/<uuid:public_id>/postpone", due_work.DueWorkPostponeView, "due-work-postpone"),
    ("rubrics", rubrics.RubricListView, "rubrics"),
    ("assessment-rounds", rounds.AssessmentRoundListView, "assessment-rounds"),
    ("assessment-rounds/<uuid:public_id>", rounds.AssessmentRoundDetailView, "assessment-round"),
    ("assessment-rounds/<uuid:public_id>/compute", rounds.AssessmentRoundComputeView, "round-compute"),
    ("assessment-rounds/<uuid:public_id>/confirm", rounds.AssessmentRoundConfirmView, "round-confirm"),
    ("assessment-rounds/<uuid:public_id>/publish", rounds.AssessmentRoundPublishView, "round-publish"),
    ("scores", scores.ScoreListView, "scores"),
    ("scores/<uuid:public_id>", scores.ScoreDetailView, "score"),
    ("scores/<uuid:public_id>/rows", scores.ScoreRowListView, "score-rows"),
    ("figures", dashboards.FigureListView, "figures"),
    ("dashboards/county", dashboards.CountyDashboardView, "dashboard-county"),
    ("dashboards/schools/<uuid:public_id>", dashboards.SchoolDashboardView, "dashboard-school"),
    ("pupils", pupils.PupilListView, "pupils"),
    ("pupils/<uuid:public_id>", pupils.PupilDetailView, "pupil"),
    ("children", children.ChildListView, "children"),
    ("children/<uuid:public_id>", children.ChildDetailView, "child"),
    ("children/<uuid:public_id>/access", children.ChildAccessView, "child-access"),
    ("children/<uuid:public_id>/audit-log", audit_log.ChildAuditEventListView, "child-audit-log"),
    ("children/<uuid:public_id>/contact-card", contact_cards.ContactCardView, "contact-card"),
    ("children/<uuid:public_id>/phone-numbers", phone_numbers.PhoneNumberListView, "child-phone-numbers"),
    (
        "children/<uuid:public_id>/phone-numbers/<uuid:contact_id>",
        phone_numbers.PhoneNumberDetailView,
        "child-phone-number",
    ),
    ("children/<uuid:public_id>/guardian", family.ChildGuardianView, "child-guardian"),
    ("children/<uuid:public_id>/parents", family.ChildParentsView, "child-parents"),
    ("children/<uuid:public_id>/unmask", phone_numbers.ChildUnmaskView, "child-unmask"),
    ("guardians", family.GuardianListView, "guardians"),
    ("header-aliases", header_aliases.HeaderAliasListView, "header-aliases"),
    ("header-aliases/<uuid:public_id>", header_aliases.HeaderAliasDetailView, "header-alias"),
    ("roster-imports", roster_imports.RosterImportListView, "roster-imports"),
    ("roster-imports/<uuid:public_id>", roster_imports.RosterImportDetailView, "roster-import"),
    ("roster-imports/<uuid:public_id>/rows", roster_imports.RosterRowListView, "roster-rows"),
    ("roster-imports/<uuid:public_id>/commit", roster_imports.ImportCommitView, "roster-commit"),
    ("roster-imports/<uuid:public_id>/undo", roster_imports.ImportUndoView, "roster-undo"),
    ("clinics", clinics.ClinicListView, "clinics"),
    ("clinics/<uuid:public_id>", clinics.ClinicDetailView, "clinic"),
    ("checkup-campaigns", campaigns.CampaignListView, "checkup-campaigns"),
    ("checkup-campaigns/<uuid:public_id>", campaigns.CampaignDetailView, "checkup-campaign"),
    ("checkup-campaigns/<uuid:public_id>/plan", campaigns.CampaignPlanView, "checkup-campaign-plan"),
    ("checkup-campaigns/<uuid:public_id>/close", campaigns.CampaignCloseView, "checkup-campaign-close"),
    ("appointments", appointments.AppointmentListView, "appointments"),
    ("checkups", checkups.CheckupListView, "checkups"),
    ("checkups/<uuid:public_id>", checkups.CheckupDetailView, "checkup"),
    ("checkups/<uuid:public_id>/results", results.CheckupResultsView, "checkup-results"),
    ("findings", findings.FindingListView, "findings"),
    ("findings/<uuid:public_id>", findings.FindingDetailView, "finding"),
]

urlpatterns = [
    *(path(address, view.as_view(), name=name) for address, view, name in ROUTES),
    path("docs", Docs.as_view(url_name="api:schema"), name="docs"),
]
