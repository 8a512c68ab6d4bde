"""Invented names.

Some are difficult on purpose, as real rosters have them: a dot between parts, nine characters and a dot, characters
outside the first Unicode plane.
"""

from random import Random

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "东方")
_BOYS = "伟强磊洋勇军杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆宁亮成林志文海峰博天佑家豪远新国子轩晨睿泽航铭"
_GIRLS = "芳娜敏静丽艳娟霞秀英华慧巧美婷雪玉萍红玲芬燕彩春兰凤洁梅琳云莲真环爱妹香月莺媛瑞凡佳嘉琼涵欣怡梓诗雨桐妍"
_GRANDPARENTS = "国建德福贵桂玉秀兰英珍华明志顺发根生和平贤才菊莲翠"
_DOTTED = (
    "阿依古丽·买买提",
    "吉克·阿木",
    "扎西·多吉",
    "古丽娜尔·艾合买提江",
    "阿卜杜热合曼·艾力",
)
_RARE = "龘𫖯㛃旻堃垚甯翀赟"


def surname(rng: Random) -> str:
    return rng.choice(_DOUBLE_SURNAMES) if rng.random() < 0.008 else rng.choice(_SURNAMES)


def given_name(rng: Random, sex: str) -> str:
    """One or two characters; `sex` is 男 or 女."""
    pool = _BOYS if sex == "男" else _GIRLS
    if rng.random() < 0.006:
        return rng.choice(pool) + rng.choice(_RARE)
    return "".join(rng.sample(pool, 2 if rng.random() < 0.82 else 1))


def pupil_name(rng: Random, sex: str, family: str) -> str:
    return rng.choice(_DOTTED) if rng.random() < 0.004 else family + given_name(rng, sex)


def grandparent_name(rng: Random, family: str) -> str:
    """A name as the grandparents' generation has it."""
    return family + "".join(rng.sample(_GRANDPARENTS, 2))
