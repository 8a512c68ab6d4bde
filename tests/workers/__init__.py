"""The bell-tower: bell, timetable, sweep, real worker processes."""
