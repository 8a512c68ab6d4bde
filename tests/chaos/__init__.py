"""Parts are killed, frozen, cut off and led astray while promises go out; only what histories tell counts.

`python -m tests.chaos kills --deliveries 500 --kills 5 --seed 7` runs one scenario, without a name all of them;
`--full` takes the sizes of the published figures. `make test` runs some at a smoke size.

`house` holds servers and processes, `nemesis` injures them, `putter` promises, the gateway writes down what arrived,
`ledger` dumps what the database says in the end, and `check` compares these histories without asking anybody.
"""
