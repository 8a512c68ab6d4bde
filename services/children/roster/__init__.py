"""Reads a school's roster workbook as it comes: finds the sheets and headers, cleans every cell, names every fault.

Measure 4. No database and no models: a workbook goes in, plain rows and faults come out (`reading.read_roster`).
"""
