"""Every address of the API. A view that is not here does not exist; each names its permission (tests/guards)."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from services.api import audit_events, auth, calendar, dashboards, deadlines, duty_rosters, jobs, me, work_plans, roster_imports, schools, staff
from services.api.assessment import rounds, rubrics, scores
from services.api.care import due_work, pairing_plans, pairings, care_records, background_checks
from services.api.children import contact_cards, children, phone_numbers, family, header_aliases, pupils
from services.api.health import appointments, campaigns, checkups, clinics, findings, results
from services.api.notify import calls, deliveries, notification_log, notifications, opt_outs, integrations, receipts; from services.api.monitoring import incidents, lateness; from services.api.reminders import preview, rules, templates

app_name = "api"


class Schema(SpectacularAPIView):
    unscoped = True
    authentication_classes = ()


class Docs(SpectacularSwaggerView):
    unscoped = True
    authentication_classes = ()


urlpatterns = [
    path("auth/token", auth.TokenDoor.as_view(), name="token"),
    path("calls", calls.CallsDoor.as_view(), name="calls"),
    path("calls/<uuid:public_id>", calls.CallDoor.as_view(), name="call"),
    path("deliveries", deliveries.DeliveriesDoor.as_view(), name="deliveries"),
    path("deliveries/<uuid:public_id>", deliveries.DeliveryDoor.as_view(), name="delivery"),
    path("deliveries/<uuid:public_id>/again", deliveries.AgainDeliveryDoor.as_view(), name="delivery-again"),
    path("deliveries/<uuid:public_id>/decide", deliveries.DecideDeliveryDoor.as_view(), name="delivery-decide"),
    path("incidents", incidents.IncidentsDoor.as_view(), name="incidents"),
    path("incidents/<uuid:public_id>/close", incidents.CloseIncidentDoor.as_view(), name="incident-close"),
    path("jobs/<uuid:public_id>", jobs.JobDoor.as_view(), name="job"),
    path("lateness", lateness.LatenessDoor.as_view(), name="lateness"),
    path("notices", notifications.NoticesDoor.as_view(), name="notices"),
    path("notices/ledger", notification_log.LedgerDoor.as_view(), name="ledger"),
    path("notices/<uuid:public_id>", notifications.NoticeDoor.as_view(), name="notice"),
    path("notices/<uuid:public_id>/answer", notifications.AnswerNoticeDoor.as_view(), name="notice-answer"),
    path("notices/<uuid:public_id>/read", notifications.ReadNoticeDoor.as_view(), name="notice-read"),
    path("notices/<uuid:public_id>/snooze", notifications.SnoozeNoticeDoor.as_view(), name="notice-snooze"),
    path("notice-templates", templates.TemplatesDoor.as_view(), name="notice-templates"),
    path("notice-templates/<str:kind>/<str:language>", templates.TemplateDoor.as_view(), name="notice-template"),
    path(
        "notice-templates/<str:kind>/<str:language>/preview",
        templates.PreviewTemplateDoor.as_view(),
        name="notice-template-preview",
    ),
    path(
        "notice-templates/<str:kind>/<str:language>/test",
        templates.TryTemplateDoor.as_view(),
        name="notice-template-test",
    ),
    path("opt-outs", opt_outs.OptOutsDoor.as_view(), name="opt-outs"),
    path("opt-outs/end", opt_outs.EndOptOutDoor.as_view(), name="opt-out-end"),
    path("outlets", integrations.OutletsDoor.as_view(), name="outlets"),
    path("outlets/<uuid:public_id>", integrations.OutletDoor.as_view(), name="outlet"),
    path("outlets/<uuid:public_id>/replay", integrations.ReplayOutletDoor.as_view(), name="outlet-replay"),
    path("outlets/<uuid:public_id>/test", integrations.TryOutletDoor.as_view(), name="outlet-test"),
    path("reminder-rules", rules.RulesDoor.as_view(), name="reminder-rules"),
    path("reminder-rules/<str:kind>", rules.RuleDoor.as_view(), name="reminder-rule"),
    path("reminder-rules/<str:kind>/preview", preview.PreviewDoor.as_view(), name="reminder-rule-preview"),
    path("receipts/<str:provider>", receipts.ReceiptsDoor.as_view(), name="receipts"),
    path("me", me.MeDoor.as_view(), name="me"),
    path("schema", Schema.as_view(), name="schema"),
    path("trail", audit_events.TrailDoor.as_view(), name="trail"),
    path("schools", schools.SchoolsDoor.as_view(), name="schools"),
    path("schools/<uuid:public_id>", schools.SchoolDoor.as_view(), name="school"),
    path("classes", schools.ClassesDoor.as_view(), name="classes"),
    path("terms", calendar.TermsDoor.as_view(), name="terms"),
    path("terms/<uuid:public_id>", calendar.TermDoor.as_view(), name="term"),
    path("school-days", calendar.SchoolDaysDoor.as_view(), name="school-days"),
    path("school-days/own", calendar.OwnDaysDoor.as_view(), name="own-days"),
    path("school-days/own/<str:on>", calendar.OwnDayDoor.as_view(), name="own-day"),
    path("staff", staff.StaffDoor.as_view(), name="staff"),
    path("staff/<uuid:public_id>", staff.OneStaffDoor.as_view(), name="one-staff"),
    path("staff/<uuid:public_id>/invitations", staff.InvitationsDoor.as_view(), name="staff-invitations"),
    path("deadlines", deadlines.DeadlinesDoor.as_view(), name="deadlines"),
    path("deadlines/<uuid:public_id>/met", deadlines.DeadlineMetDoor.as_view(), name="deadline-met"),
    path("duty-rosters", duty_rosters.DutyRostersDoor.as_view(), name="duty-rosters"),
    path("duty-rosters/<uuid:public_id>", duty_rosters.DutyTurnDoor.as_view(), name="duty-turn"),
    path("vettings", background_checks.VettingsDoor.as_view(), name="vettings"),
    path("work-plans", work_plans.WorkPlansDoor.as_view(), name="work-plans"),
    path("work-plans/<uuid:public_id>", work_plans.WorkPlanDoor.as_view(), name="work-plan"),
    path("work-plans/<uuid:public_id>/approve", work_plans.ApproveWorkPlanDoor.as_view(), name="work-plan-approve"),
    path("pairing-plans", pairing_plans.PairingPlansDoor.as_view(), name="pairing-plans"),
    path("pairing-plans/<uuid:public_id>", pairing_plans.PairingPlanDoor.as_view(), name="pairing-plan"),
    path("pairing-plans/<uuid:public_id>/rows", pairing_plans.ProposedPairsDoor.as_view(), name="pairing-plan-rows"),
    path(
        "pairing-plans/<uuid:public_id>/approve",
        pairing_plans.ApprovePairingPlanDoor.as_view(),
        name="pairing-plan-approve",
    ),
    path("pairings", pairings.PairingsDoor.as_view(), name="pairings"),
    path("pairings/<uuid:public_id>", pairings.PairingDoor.as_view(), name="pairing"),
    path("pairings/<uuid:public_id>/end", pairings.EndPairingDoor.as_view(), name="pairing-end"),
    path("care-records", care_records.CareRecordsDoor.as_view(), name="care-records"),
    path("care-records/<uuid:public_id>", care_records.CareRecordDoor.as_view(), name="care-record"),
    path("due-work", due_work.DueWorkDoor.as_view(), name="due-work"),
    path("due-work/<uuid:public_id>/later", due_work.PutOffDoor.as_view(), name="due-work-later"),
    path("rubrics", rubrics.RubricsDoor.as_view(), name="rubrics"),
    path("assessment-rounds", rounds.RoundsDoor.as_view(), name="assessment-rounds"),
    path("assessment-rounds/<uuid:public_id>", rounds.RoundDoor.as_view(), name="assessment-round"),
    path("assessment-rounds/<uuid:public_id>/compute", rounds.ComputeRoundDoor.as_view(), name="round-compute"),
    path("assessment-rounds/<uuid:public_id>/confirm", rounds.ConfirmRoundDoor.as_view(), name="round-confirm"),
    path("assessment-rounds/<uuid:public_id>/publish", rounds.PublishRoundDoor.as_view(), name="round-publish"),
    path("scores", scores.ScoresDoor.as_view(), name="scores"),
    path("scores/<uuid:public_id>", scores.ScoreDoor.as_view(), name="score"),
    path("scores/<uuid:public_id>/rows", scores.ScoreRowsDoor.as_view(), name="score-rows"),
    path("figures", dashboards.FiguresDoor.as_view(), name="figures"),
    path("dashboards/county", dashboards.CountyDashboardDoor.as_view(), name="dashboard-county"),
    path("dashboards/schools/<uuid:public_id>", dashboards.SchoolDashboardDoor.as_view(), name="dashboard-school"),
    path("pupils", pupils.PupilsDoor.as_view(), name="pupils"),
    path("pupils/<uuid:public_id>", pupils.PupilDoor.as_view(), name="pupil"),
    path("children", children.ChildrenDoor.as_view(), name="children"),
    path("children/<uuid:public_id>", children.ChildDoor.as_view(), name="child"),
    path("children/<uuid:public_id>/access", children.ChildAccessDoor.as_view(), name="child-access"),
    path("children/<uuid:public_id>/contact-card", contact_cards.ContactCardDoor.as_view(), name="contact-card"),
    path("children/<uuid:public_id>/contacts", phone_numbers.ContactsDoor.as_view(), name="child-contacts"),
    path("children/<uuid:public_id>/contacts/<uuid:contact_id>", phone_numbers.ContactDoor.as_view(), name="child-contact"),
    path("children/<uuid:public_id>/guardian", family.GuardianDoor.as_view(), name="child-guardian"),
    path("children/<uuid:public_id>/parents", family.ParentsDoor.as_view(), name="child-parents"),
    path("children/<uuid:public_id>/unmask", phone_numbers.UnmaskDoor.as_view(), name="child-unmask"),
    path("guardians", family.GuardiansDoor.as_view(), name="guardians"),
    path("header-words", header_aliases.HeaderWordsDoor.as_view(), name="header-words"),
    path("header-words/<uuid:public_id>", header_aliases.HeaderWordDoor.as_view(), name="header-word"),
    path("roster-imports", roster_imports.RosterImportsDoor.as_view(), name="roster-imports"),
    path("roster-imports/<uuid:public_id>", roster_imports.RosterImportDoor.as_view(), name="roster-import"),
    path("roster-imports/<uuid:public_id>/rows", roster_imports.RosterRowsDoor.as_view(), name="roster-rows"),
    path("roster-imports/<uuid:public_id>/commit", roster_imports.CommitImportDoor.as_view(), name="roster-commit"),
    path("roster-imports/<uuid:public_id>/undo", roster_imports.UndoImportDoor.as_view(), name="roster-undo"),
    path("clinics", clinics.ClinicsDoor.as_view(), name="clinics"),
    path("clinics/<uuid:public_id>", clinics.ClinicDoor.as_view(), name="clinic"),
    path("checkup-campaigns", campaigns.CampaignsDoor.as_view(), name="checkup-campaigns"),
    path("checkup-campaigns/<uuid:public_id>", campaigns.CampaignDoor.as_view(), name="checkup-campaign"),
    path("checkup-campaigns/<uuid:public_id>/plan", campaigns.PlanCampaignDoor.as_view(), name="checkup-campaign-plan"),
    path(
        "checkup-campaigns/<uuid:public_id>/close", campaigns.CloseCampaignDoor.as_view(), name="checkup-campaign-close"
    ),
    path("appointments", appointments.AppointmentsDoor.as_view(), name="appointments"),
    path("checkups", checkups.CheckupsDoor.as_view(), name="checkups"),
    path("checkups/<uuid:public_id>", checkups.CheckupDoor.as_view(), name="checkup"),
    path("checkups/<uuid:public_id>/results", results.ResultsDoor.as_view(), name="checkup-results"),
    path("findings", findings.FindingsDoor.as_view(), name="findings"),
    path("findings/<uuid:public_id>", findings.FindingDoor.as_view(), name="finding"),
    path("docs", Docs.as_view(url_name="api:schema"), name="docs"),
]
