"""The machines' door: /api/v1/, JSON. It translates and decides nothing."""
