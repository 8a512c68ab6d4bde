"""Prepares the ground: database roles, logins and settings, the queue's settings."""
