"""Check an uploaded file in the sandbox: what may be kept of it, or a text that says why not."""

from dataclasses import dataclass
from typing import BinaryIO

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from services.files.checking import antivirus, signatures
from services.kit.exceptions import ApplicationError
from services.kit.execution import sandbox
from services.kit.execution.slots import slot
from services.kit.i18n import gettext_noop, translate
from services.kit.memory_file import path_of

MAX_BYTES = 20 * 2**20  # of one file
MAX_MEGAPIXELS = 50  # the largest photo that usual phones take
_MEGABYTE = 2**20
MAX_AT_ONCE = 2  # checks of one host: two processes of 460 MB, however many threads the web server has
_PICTURES = "services.files.checking.pictures:read"
_DOCUMENTS = {
    signatures.PDF: "services.files.checking.pdf:read",
    signatures.OFFICE: "services.files.checking.office:read",
}
# A photo of 48 megapixels takes four seconds and 360 MB; with the process that waits it stays under 512 MB.
LIMITS = sandbox.SandboxLimits(elapsed_seconds=20, cpu_seconds=15, memory_bytes=460 * _MEGABYTE)

MESSAGES = {
    "empty": gettext_noop("文件是空的（0 字节）。请重新选择。"),
    "too_large": gettext_noop("文件超过 %(limit)d MB。请把照片拍小一些，或把文件分成几个再传。"),
    "infected": gettext_noop("文件里有病毒，没有保存。请用杀毒软件检查您的手机或电脑。"),
    "unknown": gettext_noop("这个文件不是照片、PDF、Word 或 Excel。能传的是 JPEG、PNG、HEIC 照片和这几种文档。"),
    "old_office": gettext_noop("这是旧格式的 Office 文件（.doc、.xls）。请另存为 .docx 或 .xlsx，或打印成 PDF 再传。"),
    "password": gettext_noop("文件设了密码，打不开。请取消密码，另存后再传。"),
    "pdf_active": gettext_noop(
        "PDF 里有会自己运行的内容（脚本或打开程序的命令），没有保存。请打印成新的 PDF，或拍照上传。"
    ),
    "pdf_embedded": gettext_noop("PDF 里还夹着别的文件，没有保存。请把它们取出来，分开上传。"),
    "macros": gettext_noop("文件里有宏（程序），没有保存。请另存为不带宏的 .docx 或 .xlsx 再传。"),
    "office_embedded": gettext_noop("文件里还嵌着别的文件或控件，没有保存。请删去嵌入的对象，另存后再传。"),
    "office_external": gettext_noop("文件一打开就会从别处取内容，没有保存。请断开外部链接和模板，另存后再传。"),
    "too_many_pixels": gettext_noop("照片超过 %(megapixels)d 百万像素，没有读取。请在手机上改小后再传。"),
    "broken": gettext_noop("文件不完整或已损坏，打不开。请在手机或电脑上打开看看，重新保存后再传。"),
    "too_complex": gettext_noop("这个文件太复杂，在规定时间内读不完。请重新保存，或拍一张照片代替。"),
    "too_big": gettext_noop("这个文件展开后太大，没有读取。请改小后再传。"),
}
_CODE_BY_SANDBOX_ERROR = {"too_slow": "too_complex", "too_big": "too_big", "crashed": "broken"}


class UnusableFile(ApplicationError):
    """The file is of no type that is kept, harmful, damaged or too large."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(translate(MESSAGES[code], params), field="file")
        self.code = code


class ChecksBusy(ApplicationError):
    """As many files are being checked on this host as may be at once: nothing is kept, and the same works later."""


@dataclass(frozen=True)
class CheckedFile:
    """What may be kept: `content` in place of what came, where it was written anew."""

    media_type: str
    content: bytes | None = None
    thumbnail: bytes | None = None


def check_size(size: int) -> None:
    """Check the size in bytes, before the content is read. Raises UnusableFile."""
    if not size:
        raise UnusableFile("empty")
    if size > MAX_BYTES:
        raise UnusableFile("too_large", limit=MAX_BYTES // _MEGABYTE)


def check(file: BinaryIO) -> CheckedFile:
    """Check a file that lies in memory. Raises UnusableFile, UnableToScan, ChecksBusy."""
    check_size(file.seek(0, 2))
    with slot(settings.FILE_CHECKS_DIR, MAX_AT_ONCE) as is_free:
        if not is_free:
            raise ChecksBusy(_("正在检查别的文件，这个还没有保存。请稍候再试。"))
        return _check(file)


def _check(file: BinaryIO) -> CheckedFile:
    if antivirus.is_infected(file):
        raise UnusableFile("infected")
    file.seek(0)
    type_ = signatures.type_of(file.read(signatures.HEAD))
    if type_ in signatures.PICTURES:
        return _check_picture(file)
    if type_ in _DOCUMENTS:
        answer = orjson.loads(_run(_DOCUMENTS[type_], file))
        _raise_error_in(answer)
        return CheckedFile(answer["media_type"])
    raise UnusableFile(type_ or "unknown")


def _check_picture(file: BinaryIO) -> CheckedFile:
    head, _newline, content = _run(_PICTURES, file, max_pixels=MAX_MEGAPIXELS * 1_000_000).partition(b"\n")
    answer = orjson.loads(head)
    _raise_error_in(answer)
    size = answer["size"]
    return CheckedFile("image/jpeg", content[:size], content[size:])


def _raise_error_in(answer: dict[str, str]) -> None:
    if "error" in answer:
        raise UnusableFile(answer["error"], megapixels=MAX_MEGAPIXELS)


def _run(target: str, file: BinaryIO, **more: int) -> bytes:
    try:
        return sandbox.run(target, {"path": path_of(file), **more}, LIMITS, [file.fileno()])
    except sandbox.SandboxError as error:
        raise UnusableFile(_CODE_BY_SANDBOX_ERROR[error.code]) from error
