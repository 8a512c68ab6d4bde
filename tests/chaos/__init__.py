"""Processes are killed, frozen and cut off while notifications go out; only the recorded histories count.

`python -m tests.chaos kills --deliveries 500 --kills 5 --seed 7` runs one scenario, without a name all of them;
`--full` takes the sizes of the published figures (docs/reliability.md). `make test` runs some at a smoke size.

`servers` are a PostgreSQL and a broker of its own, `deployment` runs processes on them, `nemesis` injects faults into
both, `producer` creates notifications, the gateway records what arrived, `delivery_log` dumps the database at the end,
and `check` compares these histories alone. A simulated year (`simulated_year`, `schedulers`, `year_plan`) is compared
with an `oracle`.
"""
