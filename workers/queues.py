"""Which task waits in which line. A task that is not here waits among the quick ones."""

QUICK = "quick"  # seconds: deliveries, reminders, ticks
LONG = "long"  # minutes: imports, solvers, rounds

QUEUES = (QUICK, LONG)
ROUTES = {  # exact names win over patterns
    "workers.jobs.run": {"queue": LONG},
    "workers.*": {"queue": QUICK},
}
