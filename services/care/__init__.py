"""Which mentor is responsible for which child, what is due for the child, and what was done.


Contains: mentors, pairing plans (the optimiser's proposals), pairings, care records, due work, background checks.
Work becomes due from the frequencies of the term's approved work plan (services.plans).
"""
