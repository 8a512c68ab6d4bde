"""Synthetic data: people who do not exist, drawn from fixed seeds and published shares. No database."""
