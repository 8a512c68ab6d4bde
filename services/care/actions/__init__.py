"""Actions of care, one module per model.

`mentors` who can be paired · `pairing_plans` request and approve the optimiser's proposals · `pairings` pair, end ·
`due_work` refresh and postpone · `care_records` record and withdraw · `history` import past records ·
`background_checks` record a check.
"""
