"""What a school does with its children outside lessons. Contains: duty shifts.

A duty roster that is generated for a term, and the activity room, will stand beside them.
"""
