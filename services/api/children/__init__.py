"""`pupils children guardians`: lists and one of each, edits by hand, the contact card, who can see."""
