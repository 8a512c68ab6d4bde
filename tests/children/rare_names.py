"""Two hundred names with characters that few fonts have. Nobody is meant: each is a surname and a character.

The characters of the first lists are of 通用规范汉字表 (2013); those of the later blocks are taken at even distances.
"""

from itertools import cycle

_SURNAMES = cycle("王李张刘陈杨赵黄周吴徐孙胡朱高林")
_EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮"
    "䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䜣䝙䶮"
)
_EXTENSION_B = "𠮷𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌"
_EXTENSION_C = "𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍙𫖯"
_EXTENSION_E = "𫠆𬀩𬀪𬂩𬃊𬇹𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𪸩"


def _spread(first: int, last: int, count: int) -> list[str]:
    return [chr(first + number * (last - first) // count) for number in range(count)]


_LATER = [
    *_spread(0x2B740, 0x2B81D, 10),  # extension D
    *_spread(0x2CEB0, 0x2EBE0, 12),  # extension F
    *_spread(0x30000, 0x3134A, 12),  # extension G
    *_spread(0x31350, 0x323AF, 12),  # extension H
]
_CHARACTERS = [*_EXTENSION_A, *_EXTENSION_B, *_EXTENSION_C, *_EXTENSION_E, *_LATER]
_DOTTED = [
    "阿依古丽·买买提", "古丽巴哈尔·𠮷", "努尔·艾山江", "卓玛·央金", "Anna·李", "José·王", "Nguyễn·Văn·An", "ئاي·گۈل",
    "བཀྲ·ཤིས", "㑇·𪟝", "䶮·䶮·䶮", "欧阳·𬀩",
]  # fmt: skip
_VARIANTS = ["葛\U000e0100明", "辻\U000e0101丽", "神\ufe00龙", "祖\U000e0102儿"]
_PRIVATE = ["王\ue863明", "李\ue81e", "张\ue826丽", "赵\uf8ff明", "周\ue000"]

RARE_NAMES = [surname + character for surname, character in zip(_SURNAMES, _CHARACTERS, strict=False)]
RARE_NAMES += [*_DOTTED, *_VARIANTS, *_PRIVATE]
