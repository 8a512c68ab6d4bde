"""Faults that need a person: open incidents, and notifications to the people who are responsible."""
