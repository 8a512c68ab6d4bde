"""Who looks after which child, what they owe it and what they did. Measures 2 and 3.

Lives here: carer, pairing plan (the optimiser's proposal), pairing, care record, due work.
Work becomes due from the norms of the term's approved work plan (services.plans); reminders go to services.notify.
"""
