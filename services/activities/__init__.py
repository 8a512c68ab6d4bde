"""What a school does with its children outside lessons. Contains: duty shifts.

Generated duty rosters and the activity room are planned for this app.
"""
