"""One form of a person's name, wherever it comes in: workbook, page, API, search.

Copies from PDF files and old systems hold characters that look like a name's and are others: radicals for ideographs,
code points of old fonts, invisible ones. Two forms of one name would be two people.
"""

import re
import unicodedata

from services.kit.exceptions import ApplicationError
from services.kit.i18n import gettext_noop, translate
from services.kit.names.surnames import surname_length

MAX_NAME = 40  # characters
DOT = "·"

# U+2E80–2EF3 that are whole characters of names (Unicode, EquivalentUnifiedIdeograph.txt). The others are parts of
# characters and no name holds them.
_RADICALS = (
    "⺁厂⺇几⺊卜⺒巳⺓幺⺜日⺝月⺟母⺠民⺧牛⺩王⺪疋⺫目⺬示⺮竹⺶羊⺻聿⺼肉⺽臼⻁虎⻃西⻄西⻅见⻆角⻇角⻉贝⻊足⻋车⻑長⻓长"
    "⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
# Code points of GBK without an ideograph of their own in Python's GB 18030 (GB 18030-2022, appendix).
_PRIVATE_USE = {
    0xE816: "𠂇", 0xE817: "𠂉", 0xE818: "𠃌", 0xE81E: "龴", 0xE826: "龵", 0xE82B: "龶", 0xE82C: "龷", 0xE831: "𡗗",
    0xE832: "龸", 0xE83B: "𢦏", 0xE843: "龹", 0xE854: "龺", 0xE855: "𤇾", 0xE864: "龻",
}  # fmt: skip
_FIRST_OF_GBK, _GBK_ROW = 0xE815, [0xFE00 + low for low in range(0x50, 0xA1) if low != 0x7F]
_KANGXI = range(0x2F00, 0x2FD6)
_WIDE = [*range(0xFF01, 0xFF5F), 0xFF65]
_INVISIBLE = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x180E), *range(0x200B, 0x2010)]
_INVISIBLE += [*range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xAD, 0xFEFF]

_DOTS = re.compile(r"[·•・‧∙⋅●.。．･﹒⸱⸳\u0387\u05bc\u16eb]+")
_SEVERAL = re.compile(r"[/\\、,;&]")
_LETTER = re.compile(r"[^\W\d_]")
_HAN = "[\u3400-\u9fff]"
_MASKED = re.compile(rf"[\d*?#@|_□■○◇×…]|^.某{{1,2}}$|{_HAN}[xX]|^[xX]{{2,}}$")  # 张*明, 张某, 张X; 李明2
NO_NAMES = frozenset({
    "null", "none", "nan", "undefined", "姓名", "学生姓名", "测试", "待定", "待补", "待核实", "新生", "插班生",
    "转学生", "转走", "转出", "转入", "空缺", "没有", "暂无", "未知", "不详", "不清楚",
})  # fmt: skip
_AND, _BLANK = re.compile("[和与及跟]"), re.compile(r"\s+")
# Who has one of these and another before a blank is two people; 姚 小舟 and 索朗 卓玛 are one.
_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
)
_OF_NAMES = re.compile(r"[^\W\d_]|[·'’`〇-]")


MESSAGES = {
    "name_missing": gettext_noop("请填写姓名。"),
    "name_unreadable": gettext_noop("这不像一个姓名。请只填姓名。"),
    "name_several": gettext_noop("这里不止一个人的姓名。请只填一个人的。"),
    "name_character": gettext_noop("“%(character)s”不是姓名里的字。请只填姓名。"),
}


class InvalidName(ValueError):
    """No name of a person; `code` is one of MESSAGES, `params` name the character that is none of a name."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    @property
    def message(self) -> str:
        """What to do, in the reader's language."""
        return translate(MESSAGES[self.code], self.params)


def _folded() -> dict[int, str]:
    """The character that a look-alike stands for, "" for an invisible one."""
    plain = dict.fromkeys(_INVISIBLE, "")
    plain |= {code: unicodedata.normalize("NFKC", chr(code)) for code in (*_KANGXI, *_WIDE)}
    plain |= {ord(radical): ideograph for radical, ideograph in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}
    by_row = enumerate(pair.to_bytes(2, "big").decode("gb18030") for pair in _GBK_ROW)
    plain |= {_FIRST_OF_GBK + number: plain.get(ord(character), character) for number, character in by_row}
    return plain | _PRIVATE_USE


_FOLDED = _folded()


def folded(text: str) -> str:
    """The one form of a name, whatever it holds: no blanks, NFC, one middle dot between parts. Idempotent."""
    plain = unicodedata.normalize("NFC", "".join(text.translate(_FOLDED).split()))
    return _DOTS.sub(DOT, plain).strip(DOT)


def checked(text: str) -> str:
    """The one form of a person's name, "" for none. Raises InvalidName."""
    if _is_two_people(text):
        raise InvalidName("name_several")
    shown = folded(text)
    name = shown.strip("*'`")
    name = name.strip("-") or name
    if _SEVERAL.search(name):
        raise InvalidName("name_several")
    # “王*” is a name somebody has masked, not a person called 王.
    is_cut = len(name) == 1 and shown != name
    is_none = name.lower() in NO_NAMES or (name and not _LETTER.search(name))
    if len(name) > MAX_NAME or _MASKED.search(name) or is_cut or is_none:
        raise InvalidName("name_unreadable")
    for character in name:
        # Marks belong to the letter before them, as in Tibetan and Uyghur names.
        if not _is_of_names(character):
            raise InvalidName("name_character", character=character)
    return name


def _is_of_names(character: str) -> bool:
    # ① and ² are no letters, though some of the database's and of Python's classes say so.
    if unicodedata.category(character) == "No":
        return False
    return bool(_OF_NAMES.match(character)) or unicodedata.category(character)[0] == "M"


def _is_two_people(text: str) -> bool:
    """王明和李红, and 王明 李红 where both surnames are common ones."""
    named = [surname_length(piece) > 0 for piece in _AND.split(folded(text)) if len(piece) > 1]
    if len(named) > 1 and all(named):
        return True
    pieces = [piece for piece in _BLANK.split(text.translate(_FOLDED).strip()) if piece]
    return len(pieces) > 1 and all(1 < len(piece) < 4 and piece[0] in _COMMON_SURNAMES for piece in pieces)


def required(text: str, error: type[ApplicationError], field: str = "name") -> str:
    """The one form of a name that must be given. Raises `error`, naming the field, for none or an impossible one."""
    try:
        if name := checked(text):
            return name
        raise InvalidName("name_missing")
    except InvalidName as invalid:
        raise error(invalid.message, field=field, code=invalid.code) from invalid
