"""Reads of this room: who counts as left behind (judging, basis), pupils and care files, rosters."""
