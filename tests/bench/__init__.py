"""Measured ratios, each beside its yardstick: `python -m tests.bench --size s|m`. Own servers, own data."""
