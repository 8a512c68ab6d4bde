"""Which counts readers outside a school do not get, so that no subtraction yields a group of fewer than five.

`columns` knows which count is a subset of which, `withholding` decides, decision 025 says why.
"""
