"""Web pages for people: views, their templates, and how they look.

A view finds rows, checks permissions, calls an action and renders; rules live in the apps. How a page is put together:
docs/pages.md.
"""
