"""Make the corrected copies of the sample rosters: without the errors, with the warnings.

Run `python -m tests.rosters.correct` after changing a sample; the copies are committed.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from services.children.roster.cells.identity import check_character

FOLDER = Path(__file__).parent


def number(division: str, born: str, sequence: str) -> str:
    """A valid number of a division that is none (999…)."""
    first = f"{division}{born}{sequence}"
    return first + check_character(first)


CORRECTIONS: dict[str, Mapping[tuple[str, str], Any]] = {
    "l2_left_behind_ledger": {
        ("留守儿童台账", "C7"): "侯雪",
        ("留守儿童台账", "E14"): "2020-06-30",
        ("留守儿童台账", "E17"): date(2020, 2, 3),
        ("留守儿童台账", "C27"): "周明",
        ("留守儿童台账", "E54"): date(2017, 12, 5),
        ("留守儿童台账", "G72"): number("999002", "20170126", "719"),
        ("留守儿童台账", "E87"): date(2015, 12, 19),
        ("留守儿童台账", "C95"): "郭新旋",
        ("留守儿童台账", "E98"): "2014-05-02",
        ("留守儿童台账", "G111"): "999002201412154999",
        ("留守儿童台账", "C124"): "范云近",
        ("留守儿童台账", "G124"): number("999002", "20131226", "119"),
        ("留守儿童台账", "G138"): number("999002", "20130717", "784"),
        ("留守儿童台账", "B150"): "八(1)班",
        ("留守儿童台账", "D160"): "女",
    },
    "l3_sheet_per_class": {
        ("二(2)班", "F3"): number("999003", "20190321", "357"),
        ("二(2)班", "D5"): "2019-06-30",
        ("二(2)班", "C7"): "男",
        ("二(2)班", "F13"): "99900320190222911X",
        ("三年级2班", "F6"): number("999003", "20170221", "628"),
        ("三年级2班", "G6"): None,
        ("四(2)班", "B7"): "蔡云",
        ("五(1)班", "B9"): "陶晓",
        ("五(2)班", "B23"): "钱涛涛",
        ("五(2)班", "F23"): number("999003", "20160713", "699"),
    },
    "l4_hand_made_list": {
        ("Sheet1", "C6"): "2019-11-02",
        ("Sheet1", "A10"): "姜雨",
        ("Sheet1", "C22"): "2020-05-02",
        ("Sheet1", "A56"): "彭云",
        ("Sheet1", "A80"): "蔡朗朗",
        ("Sheet1", "D84"): number("999004", "20161024", "236"),
        ("Sheet1", "E99"): "五年级1班",
        ("Sheet1", "C100"): "2015年10月12日",
        ("Sheet1", "D108"): number("999004", "20150208", "711"),
        ("Sheet1", "D121"): "999004201505115334",
    },
}


def corrected(name: str) -> Path:
    """The path of the corrected copy of a sample."""
    return FOLDER / f"{name}.corrected.xlsx"


def correct(name: str) -> None:
    """Write the corrected copy of one sample."""
    book = openpyxl.load_workbook(FOLDER / f"{name}.xlsx")
    for (sheet, cell), value in CORRECTIONS[name].items():
        book[sheet][cell].value = value
    book.save(corrected(name))


if __name__ == "__main__":
    for name in CORRECTIONS:
        correct(name)
