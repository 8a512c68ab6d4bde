"""Parts are killed, frozen, cut off and led astray while promises go out; only what histories tell counts.

`python -m tests.chaos kills --deliveries 500 --kills 5 --seed 7` runs one scenario, without a name all of them;
`--full` takes the sizes of the published figures (docs/reliability.md). `make test` runs some at a smoke size.

`servers` are an own PostgreSQL and queue, `house` holds processes on them, `nemesis` injures both, `putter` promises,
the gateway writes down what arrived, `ledger` dumps what the database says in the end, and `check` compares these
histories without asking anybody. A simulated year (`troupe`, `speakers`, `chronicle`) is compared with an `oracle`.
"""
