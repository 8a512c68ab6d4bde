"""Heartbeats, incident detection, lateness and metrics of the running service."""
