"""The roster import: upload, read and stage, preview, commit whole or not at all, undo.

`incoming` turns a workbook's rows (roster/) into the database's terms, `matching` finds the pupil of each, `row_diff`
compares it with the `existing` rows, `writer` writes the changes chunk by chunk. Where nothing changed, nothing is
written.
"""
