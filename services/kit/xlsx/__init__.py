"""Excel in and out: refuse what could hurt, read every sheet row by row, write text that stays text.

    with xlsx.opened(path) as book:
        for sheet in book.sheets: ...

Run `opened` in `services.kit.sandbox` when the file comes from outside.
"""

from services.kit.xlsx.errors import WorkbookLimits, UnreadableWorkbook
from services.kit.xlsx.columns import column_letters, column_number
from services.kit.xlsx.reader import Workbook, Sheet, open_workbook
from services.kit.xlsx.writer import safe_text, write_table

__all__ = [
    "Book",
    "Limits",
    "Sheet",
    "UnreadableWorkbook",
    "column_letters",
    "column_number",
    "opened",
    "safe_text",
    "write_table",
]
