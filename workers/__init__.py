"""The bell-tower: the door of the clock and the queue.

`app` is the queue's worker, `bell` rings it, `queues` and `schedule` are tables, `each` goes from school to school,
`sweep` is a process of its own that finds what no bell announced. One thin file per room holds its tasks.
"""
