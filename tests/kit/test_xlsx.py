"""Reading and writing Excel workbooks."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from services.kit import xlsx


def test_values_hidden_cells_merges_and_errors_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, other = book.add_worksheet("甲"), book.add_worksheet("乙")
        page.write_row("B3", ["文字", 1.5, True])
        page.write_formula("B4", "=1/0", None, "#DIV/0!")
        page.write_formula("C4", "=B3", None, "文字")
        page.merge_range("B6:C7", "合")
        page.set_row(2, None, None, {"hidden": True})
        page.set_column("C:C", None, None, {"hidden": True})
        other.hide()

    with xlsx.open_workbook(path) as book_read:
        first, second = book_read.sheets
        rows = dict(first.rows())

    assert rows[3] == ["", "文字", 1.5, True]
    assert rows[4][1:3] == ["#DIV/0!", "文字"]
    assert first.merges == [(6, 2, 7, 3)]
    assert (first.is_hidden, second.is_hidden, list(second.rows())) == (False, True, [])


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=50))
def test_text_is_written_as_text(text: str) -> None:
    target = io.BytesIO()
    xlsx.write_table(target, ["列"], [[f"={text}"], [f"+{text}"], [f"@{text}"], ["0012"], ["http://x"]])

    import openpyxl

    cells = [row[0] for row in openpyxl.load_workbook(target).active.iter_rows(min_row=2)]

    assert [cell.data_type for cell in cells] == ["s"] * 5
    assert cells[3].value == "0012"


def test_numbers_dates_and_booleans_keep_their_type(tmp_path: Path) -> None:
    xlsx.write_table(tmp_path / "a.xlsx", ["a", "b", "c", "d"], [[1, True, datetime.date(2026, 9, 1), None]])

    with xlsx.open_workbook(tmp_path / "a.xlsx") as book:
        rows = dict(next(book.sheets).rows())

    assert rows[2][:3] == [1.0, True, datetime.date(2026, 9, 1)]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@x", "\tx"])
def test_safe_text_escapes_formulas(text: str) -> None:
    assert xlsx.safe_text(text) == f"'{text}"


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_column_letters(number: int, letters: str) -> None:
    assert xlsx.column_letters(number) == letters


def test_limits_are_parameters(tmp_path: Path) -> None:
    xlsx.write_table(tmp_path / "a.xlsx", ["a"], [["b"]])

    with (
        pytest.raises(xlsx.UnreadableWorkbook) as error,
        xlsx.open_workbook(tmp_path / "a.xlsx", xlsx.WorkbookLimits(file_bytes=100)),
    ):
        pass

    assert error.value.code == "too_large"
    assert "MB" in error.value.message


def test_unusual_compression_is_rejected(tmp_path: Path) -> None:
    plain, odd = tmp_path / "plain.xlsx", tmp_path / "odd.xlsx"
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write(0, 0, "姓名")
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(odd, "w", zipfile.ZIP_BZIP2) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))

    with pytest.raises(xlsx.UnreadableWorkbook) as error, xlsx.open_workbook(odd):
        pass

    assert error.value.code == "broken"


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


def test_error_cells_of_the_strict_format_are_read(tmp_path: Path) -> None:
    """Excel's “Strict Open XML Spreadsheet”: an error cell must not read as an empty one."""
    with xlsxwriter.Workbook(tmp_path / "usual.xlsx") as book:
        page = book.add_worksheet("甲")
        page.write_string("A1", "文字")
        page.write_formula("A2", "=1/0", None, "#DIV/0!")
    with zipfile.ZipFile(tmp_path / "usual.xlsx") as usual, zipfile.ZipFile(tmp_path / "strict.xlsx", "w") as strict:
        for name in usual.namelist():
            content = usual.read(name)
            for usual_uri, strict_uri in STRICT.items():
                content = content.replace(usual_uri, strict_uri)
            strict.writestr(name, content)

    with xlsx.open_workbook(tmp_path / "strict.xlsx") as book_read:
        (sheet,) = book_read.sheets
        assert list(sheet.rows()) == [(1, ["文字"]), (2, ["#DIV/0!"])]
