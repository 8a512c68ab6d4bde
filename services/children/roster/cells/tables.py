"""The standards of family relations and ethnicities, with the words that schools type for them."""

import csv
from functools import cache
from pathlib import Path

_DATA = Path(__file__).resolve().parents[2] / "data"

# Everyday word → name in the table (GB/T 4761).
_RELATION_WORDS = {
    "父亲": "爸爸 父 爸 生父 亲生父亲 父女 父子",
    "母亲": "妈妈 母 妈 生母 亲生母亲 母女 母子",
    "继父或养父": "继父 养父 后爸 后父",
    "继母或养母": "继母 养母 后妈 后母",
    "祖父": "爷爷 公公 阿公 爷 祖孙(爷爷)",
    "祖母": "奶奶 婆婆 阿婆 奶 祖孙(奶奶)",
    "外祖父": "外公 姥爷 外爷 家公 老爷",
    "外祖母": "外婆 姥姥 家婆 老娘 嘎婆 阿嬷",
    "曾祖父": "太爷爷 太爷 老太爷 外曾祖父",
    "曾祖母": "太奶奶 太奶 太婆 外曾祖母",
    "兄": "哥哥 哥 兄长 大哥 二哥 堂哥 表哥",
    "嫂": "嫂子 嫂嫂 大嫂",
    "姐姐": "姐 大姐 二姐 堂姐 表姐",
    "姐夫": "",
    "伯父": "伯伯 大伯 大爷 伯 二伯",
    "伯母": "大妈 大娘 伯娘 大伯母",
    "叔父": "叔叔 叔 小叔 二叔 三叔 幺叔 堂叔 表叔",
    "婶母": "婶婶 婶 婶子 二婶 三婶",
    "舅父": "舅舅 舅 大舅 二舅 小舅",
    "舅母": "舅妈 舅娘 妗子",
    "姨父": "姨夫 姨丈",
    "姨母": "姨妈 姨 阿姨 小姨 大姨 二姨 三姨 姨娘",
    "姑父": "姑夫 姑丈 姑爷",
    "姑母": "姑姑 姑妈 姑 大姑 二姑 三姑 小姑 表姑 姑娘",
    "其他亲属": "亲戚 亲属 其他亲戚 远亲",
    "非亲属": "邻居 朋友 老师 保姆 代理家长 无亲属关系 寄养家庭 托管",
}
_ETHNICITY_WORDS = {
    "维族": "维吾尔族",
    "维吾尔": "维吾尔族",
    "布衣族": "布依族",
    "仡佬": "仡佬族",
    "维": "维吾尔族",
    "穿青人": "其他",
    "穿青": "其他",
    "革家人": "其他",
    "未识别": "其他",
    "未识别民族": "其他",
    "其他民族": "其他",
    "未定族称": "其他",
    "未定": "其他",
    "漢族": "汉族",
    "漢": "汉族",
    "蒙": "蒙古族",
    "蒙族": "蒙古族",
    "其它": "其他",
}


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def relations() -> dict[str, tuple[str, str]]:
    """Word → (name, two-digit code of GB/T 4761)."""
    table = {}
    for row in _rows("relations.csv"):
        for word in (row["name_zh"], row["code"], *_RELATION_WORDS.get(row["name_zh"], "").split()):
            table[word] = (row["name_zh"], row["code"])
    return table


@cache
def ethnicities() -> dict[str, str]:
    """Word → name in GB/T 3304; 汉 and 汉族 are the same."""
    rows = _rows("ethnicities.csv")
    names = [row["name_zh"] for row in rows]
    return (
        {row["code"]: row["name_zh"] for row in rows}
        | {n: n for n in names}
        | {n.removesuffix("族"): n for n in names}
        | _ETHNICITY_WORDS
    )


@cache
def work_locations() -> frozenset[str]:
    """Provinces, prefectures, towns with much industry, and countries, to which parents go to work."""
    with (_DATA / "work_locations.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["name"] for row in csv.DictReader(lines))
