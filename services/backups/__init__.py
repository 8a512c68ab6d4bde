"""Backups of a deployment: one encrypted file with the database, the files and a manifest; restored and verified.

`encryption` and `archive` make the file, `manifest` describes a database, `taking`, `restoring` and `verifying` are
the three commands, `retention` chooses what is kept. Model: Backup, when the last ones were taken.
"""
