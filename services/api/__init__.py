"""The JSON API under /api/v1/: checks, calls the apps, answers."""
