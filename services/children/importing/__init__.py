"""The roster import: received, staged by the reader, previewed, committed whole or not at all, undone.

A workbook's rows (roster/) become what is wanted of each pupil (wanted), are matched with who is here (matching),
compared with what stands (standing, comparing) and written set by set (writing). Nothing changed: nothing written.
"""
