"""Names of the choices that several answers share. Settings read this: nothing of Django is imported here."""

_CHOICES = {
    "access.roles": ["Role"],
    "assessment.choices": ["Assessee", "RoundState", "RubricState", "Band"],
    "care.choices": ["PairingPlanState", "Mood", "Topic", "DueState"],
    "children.choices": [
        *("PupilState", "IdKind", "Household", "Parent", "Whereabouts", "ReportedLeftBehind", "Ternary", "PhoneOwner"),
        *("VerificationResult", "AssignmentReason", "ImportState", "DepartureKind"),
    ],
    "files.choices": ["AttachmentKind"],
    "health.choices": ["CampaignState", "CheckupState", "FindingState"],
    "health.interpretations": ["FindingKind", "Interpretation"],
    "jobs.choices": ["JobState"],
    "notify.choices": [
        *("Channel", "DeliveryState", "AttemptOutcome", "ReceiptStatus", "DelayReason", "Urgency", "Audience"),
        "IncidentKind",
    ],
    "plans.choices": ["CareActivity", "PeriodUnit", "PlanState", "GroupRole", "DeadlineKind"],
    "reminders.choices": ["CatchUp"],
    "schools.choices": ["SchoolKind", "SiteKind", "Season", "DayKind", "Sex"],
}

NAMES = {f"{name}Enum": f"services.{module}.{name}" for module, names in _CHOICES.items() for name in names}
NAMES["IntegrationChannelEnum"] = "services.notify.actions.integrations.CHANNEL_CHOICES"
NAMES["OptOutChannelEnum"] = "services.api.notify.opt_outs.CHANNELS"
