"""`work-plans deadlines`: what a school plans for a term, and what the county asks of every school by a day."""
