"""Excel in and out: refuse what could hurt, read every sheet row by row, write text that stays text.

    with xlsx.opened(path) as book:
        for sheet in book.sheets: ...

Run `opened` in `services.kit.sandbox` when the file comes from outside.
"""

from services.kit.xlsx.faults import Limits, UnreadableWorkbook
from services.kit.xlsx.places import column_letters, column_number
from services.kit.xlsx.reading import Book, Sheet, opened
from services.kit.xlsx.writing import safe_text, write_table

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
