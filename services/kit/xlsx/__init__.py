"""Read and write Excel workbooks: check size and content first, read row by row, write text as text.

    with xlsx.open_workbook(path) as book:
        for sheet in book.sheets: ...

Open an untrusted file in `services.kit.execution.sandbox` only.
"""

from services.kit.xlsx.columns import column_letters, column_number
from services.kit.xlsx.errors import UnreadableWorkbook, WorkbookLimits
from services.kit.xlsx.reader import CellValue, Sheet, Workbook, open_workbook
from services.kit.xlsx.writer import safe_text, write_table

__all__ = [
    "CellValue",
    "Sheet",
    "UnreadableWorkbook",
    "Workbook",
    "WorkbookLimits",
    "column_letters",
    "column_number",
    "open_workbook",
    "safe_text",
    "write_table",
]
