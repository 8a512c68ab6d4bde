"""How a child is addressed."""

from services.kit.names.surnames import surname_length


def given_name(name: str) -> str:
    """The given name: 王小明, 欧阳小明 → 小明; 阿依古丽·买买提 → 阿依古丽.

    Names stay whole without a known surname (扎西次仁, JohnSmith), and where the rest is one character (王林, 欧阳修).
    """
    given, dot, _father = name.partition("·")
    if dot:
        return given
    rest = name[surname_length(name) :]
    return rest if len(rest) > 1 else name


def initial(name: str) -> str:
    """The character in a child's avatar: the last of a Han name, the first of one with a dot or in letters."""
    return name[:1] if "·" in name or name.isascii() else name[-1:]
