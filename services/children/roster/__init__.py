"""Read a school's roster workbook as it comes: find the sheets and headers, clean every cell, list every issue.

No database and no models: a workbook goes in, plain rows and issues come out (`reader.read_roster`).
"""
