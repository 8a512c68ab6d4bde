"""The audit log, and joining by an invitation."""
