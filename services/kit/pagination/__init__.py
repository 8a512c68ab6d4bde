"""Keyset pages: `keyset` reads one page of rows, `cursors` encodes where the next one begins."""
