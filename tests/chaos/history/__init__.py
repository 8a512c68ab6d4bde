"""What was requested, what arrived and what the database holds, and the checker that compares the three."""
