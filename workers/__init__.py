"""Background work: Celery tasks, the schedule that triggers them, and the sweep that runs what was missed.

`app` is the Celery application, `queues` and `schedule` are tables, `broker` sends wake-up messages, `per_tenant` runs
a task for every school or county, `metrics` serves Prometheus. `sweep` is a process of its own and needs no broker.
The other modules hold the tasks, one per app of `services`: a task takes public ids, opens a scope and calls an action.
"""
