"""How a child is addressed."""

# Surnames of two characters: the well-known ones, and those of more than some ten thousand people.
_TWO_CHARACTERS = (
    "欧阳 上官 皇甫 令狐 诸葛 司徒 司马 申屠 夏侯 贺兰 完颜 慕容 尉迟 长孙 司空 公孙 东方 独孤 端木 南宫 "
    "西门 百里 呼延 轩辕 宇文 濮阳 淳于 单于 太史 公羊 澹台 宗政 钟离 闻人 赫连 拓跋 夹谷 万俟 仲孙 鲜于"
)
COMPOUND_SURNAMES = frozenset(_TWO_CHARACTERS.split())


def given_name(name: str) -> str:
    """The given name: 王小明, 欧阳小明 → 小明; 阿依古丽·买买提 → 阿依古丽; 王林, 欧阳修 stay whole."""
    given, dot, _father = name.partition("·")
    if dot:
        return given
    rest = name[2:] if name[:2] in COMPOUND_SURNAMES else name[1:]
    return rest[-2:] if len(rest) > 1 else name


def initial(name: str) -> str:
    """The character in a child's avatar: the last of a Han name, the first of one with a dot."""
    return name[0] if "·" in name else name[-1:]
