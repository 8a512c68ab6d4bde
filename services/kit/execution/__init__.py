"""How heavy work runs.

`sandbox` a separate process for untrusted files · `prefetch` the next item in a thread · `gc_control` without garbage
collection.
"""
