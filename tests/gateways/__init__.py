"""A gateway of our own that speaks the protocols of the real ones, over real HTTP, in a process of its own.

It does not import the product: signatures are checked by lines written a second time from the makers' documents.
Started by `python -m tests.gateways --history FILE`; in a test's own thread by `tests.gateways.server.Fake`.
"""
