"""Parts are killed, the queue is emptied, the database restarted, while deliveries go out: none lost, none doubled.

`python -m tests.chaos --deliveries 2000 --seed 7` runs it at full size; `make test` at a smoke size.
"""
