"""The deeds of this room, a file for each matter.

`carers` who takes children · `proposals` ask the optimiser, approve whole or not at all · `pairing` one pair, its end ·
`due` what the norms make due · `recording` a talk, visit or call, and taking it back ·
`vetting` who may be alone with children, and until when.
"""
