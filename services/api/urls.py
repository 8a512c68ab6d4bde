"""Every address of the API. A view that is not here does not exist; each names its permission (tests/guards)."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from services.api import (
    audit_events,
    auth,
    dashboards,
    jobs,
    me,
)
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


urlpatterns = [
    path("auth/token", auth.TokenView.as_view(), name="token"),
    path("calls", calls.CallListView.as_view(), name="calls"),
    path("calls/<uuid:public_id>", calls.CallDetailView.as_view(), name="call"),
    path("deliveries", deliveries.DeliveryListView.as_view(), name="deliveries"),
    path("deliveries/<uuid:public_id>", deliveries.DeliveryDetailView.as_view(), name="delivery"),
    path("deliveries/<uuid:public_id>/retry", deliveries.DeliveryRetryView.as_view(), name="delivery-retry"),
    path("deliveries/<uuid:public_id>/resolve", deliveries.DeliveryResolveView.as_view(), name="delivery-resolve"),
    path("system-incidents", incidents.SystemIncidentListView.as_view(), name="system-incidents"),
    path(
        "system-incidents/<uuid:public_id>/close",
        incidents.SystemIncidentCloseView.as_view(),
        name="system-incident-close",
    ),
    path("jobs/<uuid:public_id>", jobs.JobDetailView.as_view(), name="job"),
    path("lateness", lateness.LatenessView.as_view(), name="lateness"),
    path("notifications", notifications.NotificationListView.as_view(), name="notifications"),
    path("notifications/log", notification_log.NotificationLogView.as_view(), name="notification-log"),
    path("notifications/<uuid:public_id>", notifications.NotificationDetailView.as_view(), name="notification"),
    path(
        "notifications/<uuid:public_id>/acknowledge",
        notifications.NotificationAcknowledgeView.as_view(),
        name="notification-acknowledge",
    ),
    path("notifications/<uuid:public_id>/read", notifications.NotificationReadView.as_view(), name="notification-read"),
    path(
        "notifications/<uuid:public_id>/snooze",
        notifications.NotificationSnoozeView.as_view(),
        name="notification-snooze",
    ),
    path("notification-templates", templates.TemplateListView.as_view(), name="notification-templates"),
    path(
        "notification-templates/<str:kind>/<str:language>",
        templates.TemplateDetailView.as_view(),
        name="notification-template",
    ),
    path(
        "notification-templates/<str:kind>/<str:language>/preview",
        templates.TemplatePreviewView.as_view(),
        name="notification-template-preview",
    ),
    path(
        "notification-templates/<str:kind>/<str:language>/test",
        templates.TemplateTestView.as_view(),
        name="notification-template-test",
    ),
    path("opt-outs", opt_outs.OptOutCreateView.as_view(), name="opt-outs"),
    path("opt-outs/remove", opt_outs.OptOutRemoveView.as_view(), name="opt-out-remove"),
    path("integrations", integrations.IntegrationListView.as_view(), name="integrations"),
    path("integrations/<uuid:public_id>", integrations.IntegrationDetailView.as_view(), name="integration"),
    path(
        "integrations/<uuid:public_id>/replay", integrations.IntegrationReplayView.as_view(), name="integration-replay"
    ),
    path("integrations/<uuid:public_id>/test", integrations.IntegrationTestView.as_view(), name="integration-test"),
    path("reminder-rules", rules.RuleListView.as_view(), name="reminder-rules"),
    path("reminder-rules/<str:kind>", rules.RuleDetailView.as_view(), name="reminder-rule"),
    path("reminder-rules/<str:kind>/preview", preview.RulePreviewView.as_view(), name="reminder-rule-preview"),
    path("receipts/<str:provider>", receipts.ReceiptCallbackView.as_view(), name="receipts"),
    path("me", me.MeView.as_view(), name="me"),
    path("schema", Schema.as_view(), name="schema"),
    path("audit-log", audit_events.AuditEventListView.as_view(), name="audit-log"),
    path("schools", schools.SchoolListView.as_view(), name="schools"),
    path("schools/<uuid:public_id>", schools.SchoolDetailView.as_view(), name="school"),
    path("classes", schools.ClassListView.as_view(), name="classes"),
    path("terms", calendar.TermListView.as_view(), name="terms"),
    path("terms/<uuid:public_id>", calendar.TermDetailView.as_view(), name="term"),
    path("school-days", calendar.SchoolDayListView.as_view(), name="school-days"),
    path("school-days/overrides", calendar.DayOverrideListView.as_view(), name="day-overrides"),
    path("school-days/overrides/<str:on>", calendar.DayOverrideDetailView.as_view(), name="day-override"),
    path("staff", staff.StaffListView.as_view(), name="staff"),
    path("staff/<uuid:public_id>", staff.StaffDetailView.as_view(), name="staff-member"),
    path("staff/<uuid:public_id>/invitations", staff.StaffInvitationsView.as_view(), name="staff-invitations"),
    path("deadlines", deadlines.DeadlineListView.as_view(), name="deadlines"),
    path("deadlines/<uuid:public_id>/submit", deadlines.DeadlineSubmitView.as_view(), name="deadline-submit"),
    path("duty-shifts", duty_shifts.DutyShiftListView.as_view(), name="duty-shifts"),
    path("duty-shifts/<uuid:public_id>", duty_shifts.DutyShiftDetailView.as_view(), name="duty-shift"),
    path("background-checks", background_checks.BackgroundCheckListView.as_view(), name="background-checks"),
    path("work-plans", work_plans.WorkPlanListView.as_view(), name="work-plans"),
    path("work-plans/<uuid:public_id>", work_plans.WorkPlanDetailView.as_view(), name="work-plan"),
    path("work-plans/<uuid:public_id>/approve", work_plans.WorkPlanApproveView.as_view(), name="work-plan-approve"),
    path("pairing-plans", pairing_plans.PairingPlanListView.as_view(), name="pairing-plans"),
    path("pairing-plans/<uuid:public_id>", pairing_plans.PairingPlanDetailView.as_view(), name="pairing-plan"),
    path("pairing-plans/<uuid:public_id>/rows", pairing_plans.ProposedPairListView.as_view(), name="pairing-plan-rows"),
    path(
        "pairing-plans/<uuid:public_id>/approve",
        pairing_plans.PairingPlanApproveView.as_view(),
        name="pairing-plan-approve",
    ),
    path("pairings", pairings.PairingListView.as_view(), name="pairings"),
    path("pairings/<uuid:public_id>", pairings.PairingDetailView.as_view(), name="pairing"),
    path("pairings/<uuid:public_id>/end", pairings.PairingEndView.as_view(), name="pairing-end"),
    path("care-records", care_records.CareRecordListView.as_view(), name="care-records"),
    path("care-records/<uuid:public_id>", care_records.CareRecordDetailView.as_view(), name="care-record"),
    path("due-work", due_work.DueWorkListView.as_view(), name="due-work"),
    path("due-work/<uuid:public_id>/postpone", due_work.DueWorkPostponeView.as_view(), name="due-work-postpone"),
    path("rubrics", rubrics.RubricListView.as_view(), name="rubrics"),
    path("assessment-rounds", rounds.AssessmentRoundListView.as_view(), name="assessment-rounds"),
    path("assessment-rounds/<uuid:public_id>", rounds.AssessmentRoundDetailView.as_view(), name="assessment-round"),
    path(
        "assessment-rounds/<uuid:public_id>/compute", rounds.AssessmentRoundComputeView.as_view(), name="round-compute"
    ),
    path(
        "assessment-rounds/<uuid:public_id>/confirm", rounds.AssessmentRoundConfirmView.as_view(), name="round-confirm"
    ),
    path(
        "assessment-rounds/<uuid:public_id>/publish", rounds.AssessmentRoundPublishView.as_view(), name="round-publish"
    ),
    path("scores", scores.ScoreListView.as_view(), name="scores"),
    path("scores/<uuid:public_id>", scores.ScoreDetailView.as_view(), name="score"),
    path("scores/<uuid:public_id>/rows", scores.ScoreRowListView.as_view(), name="score-rows"),
    path("figures", dashboards.FigureListView.as_view(), name="figures"),
    path("dashboards/county", dashboards.CountyDashboardView.as_view(), name="dashboard-county"),
    path("dashboards/schools/<uuid:public_id>", dashboards.SchoolDashboardView.as_view(), name="dashboard-school"),
    path("pupils", pupils.PupilListView.as_view(), name="pupils"),
    path("pupils/<uuid:public_id>", pupils.PupilDetailView.as_view(), name="pupil"),
    path("children", children.ChildListView.as_view(), name="children"),
    path("children/<uuid:public_id>", children.ChildDetailView.as_view(), name="child"),
    path("children/<uuid:public_id>/access", children.ChildAccessView.as_view(), name="child-access"),
    path("children/<uuid:public_id>/contact-card", contact_cards.ContactCardView.as_view(), name="contact-card"),
    path(
        "children/<uuid:public_id>/phone-numbers",
        phone_numbers.PhoneNumberListView.as_view(),
        name="child-phone-numbers",
    ),
    path(
        "children/<uuid:public_id>/phone-numbers/<uuid:contact_id>",
        phone_numbers.PhoneNumberDetailView.as_view(),
        name="child-phone-number",
    ),
    path("children/<uuid:public_id>/guardian", family.ChildGuardianView.as_view(), name="child-guardian"),
    path("children/<uuid:public_id>/parents", family.ChildParentsView.as_view(), name="child-parents"),
    path("children/<uuid:public_id>/unmask", phone_numbers.ChildUnmaskView.as_view(), name="child-unmask"),
    path("guardians", family.GuardianListView.as_view(), name="guardians"),
    path("header-aliases", header_aliases.HeaderAliasListView.as_view(), name="header-aliases"),
    path("header-aliases/<uuid:public_id>", header_aliases.HeaderAliasDetailView.as_view(), name="header-alias"),
    path("roster-imports", roster_imports.RosterImportListView.as_view(), name="roster-imports"),
    path("roster-imports/<uuid:public_id>", roster_imports.RosterImportDetailView.as_view(), name="roster-import"),
    path("roster-imports/<uuid:public_id>/rows", roster_imports.RosterRowListView.as_view(), name="roster-rows"),
    path("roster-imports/<uuid:public_id>/commit", roster_imports.ImportCommitView.as_view(), name="roster-commit"),
    path("roster-imports/<uuid:public_id>/undo", roster_imports.ImportUndoView.as_view(), name="roster-undo"),
    path("clinics", clinics.ClinicListView.as_view(), name="clinics"),
    path("clinics/<uuid:public_id>", clinics.ClinicDetailView.as_view(), name="clinic"),
    path("checkup-campaigns", campaigns.CampaignListView.as_view(), name="checkup-campaigns"),
    path("checkup-campaigns/<uuid:public_id>", campaigns.CampaignDetailView.as_view(), name="checkup-campaign"),
    path("checkup-campaigns/<uuid:public_id>/plan", campaigns.CampaignPlanView.as_view(), name="checkup-campaign-plan"),
    path(
        "checkup-campaigns/<uuid:public_id>/close", campaigns.CampaignCloseView.as_view(), name="checkup-campaign-close"
    ),
    path("appointments", appointments.AppointmentListView.as_view(), name="appointments"),
    path("checkups", checkups.CheckupListView.as_view(), name="checkups"),
    path("checkups/<uuid:public_id>", checkups.CheckupDetailView.as_view(), name="checkup"),
    path("checkups/<uuid:public_id>/results", results.CheckupResultsView.as_view(), name="checkup-results"),
    path("findings", findings.FindingListView.as_view(), name="findings"),
    path("findings/<uuid:public_id>", findings.FindingDetailView.as_view(), name="finding"),
    path("docs", Docs.as_view(url_name="api:schema"), name="docs"),
]
