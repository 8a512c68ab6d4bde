"""Workbooks that a school gets: the template to fill in, and its own with every fault marked."""
