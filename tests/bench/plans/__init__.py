"""Plans of the statements, kept, and what they must not do."""
