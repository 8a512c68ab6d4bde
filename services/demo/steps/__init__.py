"""The steps of a load. Each calls public actions, and skips what an interrupted load has done already."""
