"""The people's door: pages, parts of pages, and how they look.

It finds, asks, calls and answers; rules live in the rooms. How a page is put together: docs/pages.md.
"""
