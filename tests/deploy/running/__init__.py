"""Servers, workers and their supervisor as real processes."""
