"""Limits of a workbook, and the messages for one that exceeds them or cannot be read."""

from dataclasses import dataclass

from services.kit.i18n import gettext_noop, translate


@dataclass(frozen=True)
class WorkbookLimits:
    """Limits of one file: bytes on disk and unpacked, counts, and the ratio of unpacked to packed bytes (zip bombs)."""

    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    members: int = 2000  # files in the zip archive
    ratio: int = 200
    rows: int = 200_000
    columns: int = 702  # A to ZZ
    cells: int = 8_000_000
    merges: int = 200_000


MESSAGES = {
    "empty": gettext_noop("文件是空的（0 字节）。请重新导出或另存后再上传。"),
    "too_large": gettext_noop("文件有 %(size)s MB，超过 %(limit)s MB。请只保留名单所在的工作表，或分成几个文件。"),
    "password": gettext_noop("文件设了打开密码。请在 Excel 里取消密码，另存后再上传。"),
    "broken": gettext_noop("文件不完整或已损坏，打不开。请重新导出，或用 Excel 打开后另存为 .xlsx。"),
    "not_workbook": gettext_noop("这不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"),
    "text_file": gettext_noop(
        "这是文本（如 CSV、网页）文件，不是 Excel 工作簿。请用 Excel 打开，另存为 .xlsx 后再上传。"
    ),
    "other_format": gettext_noop("这是 %(format)s 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"),
    "bomb": gettext_noop("文件展开后太大，没有读取。请删去名单以外的行、列和工作表，另存为新文件后再试。"),
    "doctype": gettext_noop("文件里有 Excel 不会写的内容（实体定义），没有读取。请用 Excel 打开后另存为新的 .xlsx。"),
    "far_cell": gettext_noop(
        "工作表“%(sheet)s”的单元格 %(cell)s 有内容，离名单太远。请删去名单以外的行和列，另存后再试。"
    ),
    "too_many_cells": gettext_noop("工作表“%(sheet)s”的已用区域太大。请删去名单以外的行和列，另存后再试。"),
    "too_many_merges": gettext_noop("工作表“%(sheet)s”的合并单元格太多。请取消合并，另存后再试。"),
}


class UnreadableWorkbook(Exception):
    """The file cannot be read. `code` is a key of MESSAGES; `message` says why and what to do."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    @property
    def message(self) -> str:
        return translate(MESSAGES[self.code], self.params)
