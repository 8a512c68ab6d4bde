"""Judge an uploaded file by its content.

`signatures` tells the type from the first bytes · `pictures`, `pdf` and `office` run in the sandbox ·
`antivirus` asks ClamAV where there is one · `check` calls them and turns what they found wrong into a text.
"""
