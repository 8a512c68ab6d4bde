"""The API's names of the choices that answers share. Settings read this: nothing of Django is imported here."""

_CHOICES = {
    "access.roles": ["Role"],
    "assessment.choices": ["Subject", "RoundState", "RubricState", "Band"],
    "care.choices": ["ProposalState", "Mood", "Topic", "DueState"],
    "children.choices": [
        *("PupilState", "IdKind", "Household", "Parent", "Whereabouts", "Stated", "Answer", "ContactOf", "Verified"),
        *("Reason", "ImportState"),
    ],
    "health.choices": ["CampaignState", "CheckupState", "FindingState"],
    "health.grades": ["Kind", "Grade"],
    "jobs.choices": ["JobState"],
    "notify.choices": [
        *("Channel", "DeliveryState", "Urgency", "Audience", "CatchUp", "IncidentKind", "Later", "Outcome", "Receipt"),
    ],
    "plans.choices": ["Duty", "Per", "PlanState", "GroupRole", "DeadlineKind"],
    "schools.choices": ["SchoolKind", "SiteKind", "Season", "DayKind", "Sex"],
}

NAMES = {f"{name}Enum": f"services.{module}.{name}" for module, names in _CHOICES.items() for name in names}
NAMES["OptOutChannelEnum"] = "services.api.notify.opt_outs.CHANNELS"
