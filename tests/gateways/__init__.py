"""A fake gateway with the protocols of the real ones, over real HTTP.

It does not import the product: its checks of signatures are written a second time, from the providers' documents.
Start it by `python -m tests.gateways --history FILE`, or in a thread by `tests.gateways.server.FakeGateway`.
"""
