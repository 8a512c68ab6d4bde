"""Every page. Each view names who may open it (tests/guards)."""

from django.urls import path

from services.web import access, assessment, calendar, care, dashboards, home, jobs, notify, pairing, plans, staff

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("trail/", access.entries, name="trail"),
    path("deliveries/", notify.deliveries, name="deliveries"),
    path("inbox/", notify.inbox, name="inbox"),
    path("inbox/read/", notify.read_all, name="notices_read"),
    path("inbox/<uuid:public_id>/read/", notify.read, name="notice_read"),
    path("jobs/<uuid:public_id>/", jobs.job, name="job"),
    path("county/", dashboards.county, name="county"),
    path("county/chase/<slug:code>/", dashboards.chase, name="chase"),
    path("schools/", dashboards.schools, name="schools"),
    path("schools/<uuid:public_id>/", dashboards.school, name="school"),
    path("desk/", dashboards.desk, name="desk"),
    path("desk/remind/", dashboards.remind, name="desk_remind"),
    path("rounds/", assessment.rounds, name="rounds"),
    path("rounds/open/", assessment.open_round, name="round_open"),
    path("rounds/<uuid:public_id>/", assessment.round_, name="round"),
    path("rounds/<uuid:public_id>/compute/", assessment.compute, name="round_compute"),
    path("rounds/<uuid:public_id>/confirm/", assessment.confirm, name="round_confirm"),
    path("rounds/<uuid:public_id>/publish/", assessment.publish, name="round_publish"),
    path("results/<uuid:public_id>/", assessment.result, name="result"),
    path("scores/<uuid:public_id>/", assessment.score, name="score"),
    path("today/", care.today, name="today"),
    path("today/<uuid:public_id>/later/", care.later, name="later"),
    path("record/", care.record, name="record"),
    path("record/<uuid:public_id>/", care.record_child, name="record_child"),
    path("records/<uuid:public_id>/undo/", care.record_undo, name="record_undo"),
    path("pairing/", pairing.overview, name="pairing"),
    path("pairing/propose/", pairing.propose, name="pairing_propose"),
    path("pairing/by-hand/", pairing.by_hand, name="pairing_by_hand"),
    path("pairing/plans/<uuid:public_id>/approve/", pairing.approve, name="pairing_approve"),
    path("pairing/<uuid:public_id>/end/", pairing.end, name="pairing_end"),
    path("plan/", plans.plan, name="plan"),
    path("plan/approve/", plans.approve, name="plan_approve"),
    path("calendar/", calendar.month, name="calendar"),
    path("calendar/own/", calendar.own_day, name="own_day"),
    path("calendar/own/<str:on>/undo/", calendar.follow_county, name="follow_county"),
    path("calendar/days/", calendar.county_days, name="county_days"),
    path("calendar/terms/", calendar.open_term, name="open_term"),
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.add, name="staff_add"),
    path("staff/<uuid:public_id>/invite/", staff.invite, name="staff_invite"),
    path("switch/", home.switch, name="switch"),
]
