"""Every page. Each view names who may open it (tests/guards)."""

from django.urls import path

from services.web import home, jobs
from services.web.access import audit_log, invitations
from services.web.activities import duty_shifts
from services.web.assessment import results, rounds
from services.web.care import care_records, pairings, phone_calls, today
from services.web.children import contact_cards, detail, family, rosters
from services.web.children import list as child_list
from services.web.dashboards import county, school, workbench
from services.web.health import campaigns, clinics, findings, stations
from services.web.monitoring import incidents, lateness
from services.web.notify import calls, deliveries, delivery_log, inbox, integrations
from services.web.plans import deadlines, work_plans
from services.web.reminders import preview, rules, template_edit, templates
from services.web.schools import calendar, staff

# Addresses are plural nouns with the action behind the id; no name of a person stands in one.
app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("audit-log/", audit_log.entries, name="audit_log"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<uuid:public_id>/", calls.record_call, name="called"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<uuid:public_id>/retry/", deliveries.retry, name="delivery_retry"),
    path("deliveries/<uuid:public_id>/resolve/", deliveries.resolve, name="delivery_resolve"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/acknowledge/", inbox.acknowledge, name="notifications_acknowledge"),
    path("inbox/read/", inbox.read_all, name="notifications_read"),
    path("inbox/<uuid:public_id>/read/", inbox.read, name="notification_read"),
    path("inbox/<uuid:public_id>/snooze/", inbox.snooze, name="notification_snooze"),
    path("system-incidents/", incidents.incidents, name="system_incidents"),
    path("system-incidents/<uuid:public_id>/close/", incidents.close, name="system_incident_close"),
    path("lateness/", lateness.lateness, name="lateness"),
    path("delivery-log/", delivery_log.delivery_log, name="delivery_log"),
    path("delivery-log/<uuid:public_id>/", delivery_log.notification, name="notification"),
    path("integrations/", integrations.integrations, name="integrations"),
    path("integrations/add/", integrations.add, name="integration_add"),
    path("integrations/<uuid:public_id>/replay/", integrations.replay, name="integration_replay"),
    path("integrations/<uuid:public_id>/toggle/", integrations.toggle, name="integration_toggle"),
    path("integrations/<uuid:public_id>/test/", integrations.send_test, name="integration_test"),
    path("reminder-rules/", rules.rules, name="reminder_rules"),
    path("reminder-rules/<str:kind>/", rules.rule, name="reminder_rule"),
    path("reminder-rules/<str:kind>/edit/", rules.edit, name="reminder_rule_edit"),
    path("reminder-rules/<str:kind>/reset/", rules.reset, name="reminder_rule_reset"),
    path("reminder-rules/<str:kind>/preview/", preview.preview, name="reminder_rule_preview"),
    path(
        "reminder-rules/<str:kind>/preview/<uuid:job_id>/", preview.preview_result, name="reminder_rule_preview_result"
    ),
    path("reminder-rules/<str:kind>/toggle/", rules.toggle, name="reminder_rule_toggle"),
    path("notification-templates/", templates.templates, name="notification_templates"),
    path("notification-templates/<str:kind>/<str:language>/", templates.template, name="notification_template"),
    path(
        "notification-templates/<str:kind>/<str:language>/edit/",
        template_edit.edit,
        name="notification_template_edit",
    ),
    path(
        "notification-templates/<str:kind>/<str:language>/preview/",
        template_edit.preview,
        name="notification_template_preview",
    ),
    path(
        "notification-templates/<str:kind>/<str:language>/reset/",
        template_edit.reset,
        name="notification_template_reset",
    ),
    path(
        "notification-templates/<str:kind>/<str:language>/test/",
        template_edit.send_test,
        name="notification_template_test",
    ),
    path("jobs/<uuid:public_id>/", jobs.job, name="job"),
    path("county/", county.county, name="county"),
    path("county/remind/<slug:code>/", county.remind_late_schools, name="remind_late_schools"),
    path("schools/", county.schools, name="schools"),
    path("schools/<uuid:public_id>/", school.school, name="school"),
    path("workbench/", workbench.workbench, name="workbench"),
    path("workbench/remind/", workbench.remind, name="workbench_remind"),
    path("assessment-rounds/", rounds.rounds, name="rounds"),
    path("assessment-rounds/open/", rounds.open_round, name="round_open"),
    path("assessment-rounds/<uuid:public_id>/", rounds.round_, name="round"),
    path("assessment-rounds/<uuid:public_id>/compute/", rounds.compute, name="round_compute"),
    path("assessment-rounds/<uuid:public_id>/confirm/", rounds.confirm, name="round_confirm"),
    path("assessment-rounds/<uuid:public_id>/publish/", rounds.publish, name="round_publish"),
    path("results/<uuid:public_id>/", results.result, name="result"),
    path("scores/<uuid:public_id>/", results.score, name="score"),
    path("today/", today.today, name="today"),
    path("today/due-work/<uuid:public_id>/postpone/", today.postpone, name="due_work_postpone"),
    path("care-records/new/", care_records.choose_child, name="care_record_new"),
    path("care-records/new/<uuid:public_id>/", care_records.create, name="care_record_child"),
    path("care-records/<uuid:public_id>/undo/", care_records.undo, name="care_record_undo"),
    path("pairing/", pairings.overview, name="pairing"),
    path("pairing/propose/", pairings.propose, name="pairing_propose"),
    path("pairing/by-hand/", pairings.pair_by_hand, name="pairing_by_hand"),
    path("pairing/pairing-plans/<uuid:public_id>/approve/", pairings.approve, name="pairing_approve"),
    path("pairing/pairings/<uuid:public_id>/end/", pairings.end, name="pairing_end"),
    path("plan/", work_plans.plan, name="plan"),
    path("plan/approve/", work_plans.approve, name="plan_approve"),
    path("duty-shifts/", duty_shifts.duty_shifts, name="duty_shifts"),
    path("duty-shifts/add/", duty_shifts.add_shift, name="duty_shift_add"),
    path("duty-shifts/<uuid:public_id>/remove/", duty_shifts.remove_shift, name="duty_shift_remove"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("deadlines/set/", deadlines.set_deadline, name="deadline_set"),
    path("deadlines/<uuid:public_id>/submit/", deadlines.submit_deadline, name="deadline_submit"),
    path("calendar/", calendar.month, name="calendar"),
    path("calendar/overrides/", calendar.override_day, name="day_override"),
    path("calendar/overrides/<str:on>/remove/", calendar.clear_override, name="day_override_reset"),
    path("calendar/days/", calendar.set_county_days, name="county_days"),
    path("calendar/terms/", calendar.create_term, name="open_term"),
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.add, name="staff_add"),
    path("staff/background-checks/", staff.record_background_check, name="staff_background_check"),
    path("staff/<uuid:public_id>/invite/", staff.invite, name="staff_invite"),
    path("children/", child_list.children, name="children"),
    path("children/<uuid:public_id>/", detail.child, name="child"),
    path("children/<uuid:public_id>/call/", phone_calls.call, name="call"),
    path("children/<uuid:public_id>/card/", contact_cards.card, name="contact_card"),
    path("children/<uuid:public_id>/card.pdf", contact_cards.card_pdf, name="contact_card_pdf"),
    path("children/<uuid:public_id>/phone-numbers/", family.add_phone_number, name="phone_number"),
    path(
        "children/<uuid:public_id>/phone-numbers/<uuid:phone_number_id>/",
        family.change_phone_number,
        name="phone_number_verify",
    ),
    path("children/<uuid:public_id>/guardian/", family.guardian, name="guardian"),
    path("children/<uuid:public_id>/parents/<slug:which>/", family.parent, name="parent"),
    path("children/<uuid:public_id>/unmask/", detail.unmask, name="unmask"),
    path("search/", child_list.search, name="search"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/template.xlsx", rosters.template, name="roster_template"),
    path("rosters/<uuid:public_id>/", rosters.roster, name="roster"),
    path("rosters/<uuid:public_id>/commit/", rosters.commit, name="roster_commit"),
    path("rosters/<uuid:public_id>/undo/", rosters.undo, name="roster_undo"),
    path("rosters/<uuid:public_id>/marked.xlsx", rosters.annotated, name="roster_marked"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.create, name="campaign_new"),
    path("campaigns/<uuid:public_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:public_id>/edit/", campaigns.edit, name="campaign_edit"),
    path("campaigns/<uuid:public_id>/plan/", campaigns.plan, name="campaign_plan"),
    path("campaigns/<uuid:public_id>/close/", campaigns.close, name="campaign_close"),
    path("clinics/", clinics.clinics, name="clinics"),
    path("clinics/<uuid:public_id>/", clinics.clinic, name="clinic"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<uuid:public_id>/<slug:state>/", findings.advance, name="finding_advance"),
    path("stations/", stations.stations, name="stations"),
    path("stations/<uuid:public_id>/", stations.station, name="station"),
    path("stations/checkups/<uuid:public_id>/results/", stations.enter, name="station_enter"),
    path("stations/checkups/<uuid:public_id>/absent/", stations.absent, name="station_absent"),
    path("stations/checkups/<uuid:public_id>/expect/", stations.expect, name="station_expect"),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
    path("workspace/", home.switch, name="workspace"),
    path("language/", home.language, name="language"),
]
