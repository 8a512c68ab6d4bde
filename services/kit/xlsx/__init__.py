"""Excel in and out: refuse what could hurt, read every sheet row by row, write text that stays text.

    with xlsx.opened(path) as book:
        for sheet in book.sheets: ...

Run `opened` in `services.kit.sandbox` when the file comes from outside.
"""

from services.kit.xlsx.columns import column_letters, column_number
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits
from services.kit.xlsx.reader import Sheet, Workbook, open_workbook
from services.kit.xlsx.writer import safe_text, write_table

__all__ = [
    "Sheet",
    "UnreadableWorkbook",
    "Workbook",
    "WorkbookLimits",
    "column_letters",
    "column_number",
    "open_workbook",
    "opened",
    "safe_text",
    "write_table",
]
