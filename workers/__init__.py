"""Background work: Celery workers, the schedule, the sweep.

`app` the Celery application · `queues` and `schedule` tables · `broker` sends wake-up messages · `per_tenant` runs a
task for each school or county · `sweep` a process of its own that works on rows no message announced · `metrics` for
Prometheus. The other modules hold the tasks, one per app.
"""
