"""Background jobs as rows: roster imports, the optimiser, assessment rounds. Restartable, with progress.

Models: Job, Occurrence, IdempotencyKey.
"""
