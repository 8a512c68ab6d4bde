"""Schedule, sender, sweep and tasks, some of them in real worker processes."""
