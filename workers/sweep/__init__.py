"""The sweep, a process of its own: `passes` over waiting rows, their `backlog`, `background` threads for long work."""
