"""A simulated year of reminder rules, and the oracle that says when they should have run."""
