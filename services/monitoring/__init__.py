"""Monitoring of the running service: heartbeats, incident detection, lateness, metrics."""
