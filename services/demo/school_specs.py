"""The invented county: townships, schools, their sites. Sizes and shares follow a labour-exporting county.

Sources: class sizes of 27 in villages and 43 in towns, 17 to 20 % left-behind children, schools that have none, one
village school with more than half (domain research: 耒阳 2017, 海安, Chongqing 2016, 大塘小学).
"""

from collections.abc import Iterator
from dataclasses import dataclass

COUNTY, CODE = "青禾县", "999100"


@dataclass(frozen=True)
class SchoolSpec:
    """A school: `share` of left-behind children, `points` its teaching points, `layout` how it keeps its roster."""

    name: str
    township: str
    pupils: int
    share: float
    parallel: int = 1  # classes of a grade
    kind: str = "primary"
    points: tuple[str, ...] = ()
    boarding: float = 0.0
    layout: str = "export"

    @property
    def grades(self) -> range:
        return range(1, 10) if self.kind == "nine_year" else range(1, 7)


_FIRST = (
    SchoolSpec("石桥镇中心小学", "石桥镇", 360, 0.19, 2, points=("高岩教学点",), boarding=0.3, layout="since"),
    SchoolSpec("白沙乡中心小学", "白沙乡", 240, 0.28, points=("岩脚教学点",), boarding=0.4, layout="one_column"),
    SchoolSpec("青禾县第一小学", "城关镇", 480, 0.08, 2),
    SchoolSpec("青禾县实验小学", "城关镇", 420, 0.0, 2),
    SchoolSpec("石桥镇双塘小学", "石桥镇", 150, 0.30, layout="by_hand"),
    SchoolSpec("石桥镇九年一贯制学校", "石桥镇", 420, 0.16, kind="nine_year", boarding=0.51, layout="since"),
    SchoolSpec("龙潭镇中心小学", "龙潭镇", 300, 0.20, 2, layout="since", boarding=0.3),
    SchoolSpec("龙潭镇枫林小学", "龙潭镇", 130, 0.38, layout="one_column"),
    SchoolSpec("白沙乡大塘小学", "白沙乡", 90, 0.54, layout="by_hand"),
    SchoolSpec(
        "大坪乡中心小学", "大坪乡", 220, 0.25, points=("云头教学点", "石笋教学点"), boarding=0.4, layout="since"
    ),
    SchoolSpec("大坪乡杉木小学", "大坪乡", 110, 0.32, layout="one_column"),
    SchoolSpec("大坪乡岩头小学", "大坪乡", 80, 0.44, layout="by_hand"),
)
_COUNTS = {"s": 12, "m": 84, "l": 180}
_MORE_TOWNSHIPS = ["松岭", "金沙", "双河", "梅溪", "长坪", "高岩", "竹山", "平安", "青山", "新塘", "柳林", "马鞍"]
_MORE_NAMES = [
    "红星",
    "前进",
    "新华",
    "向阳",
    "育才",
    "光明",
    "和平",
    "胜利",
    "东风",
    "建设",
    "团结",
    "民主",
    "永兴",
    "兴隆",
]


def places(size: str, count: int | None = None) -> list[SchoolSpec]:
    """The schools of a size, or the first `count` of them."""
    wanted = count or _COUNTS[size]
    return [*_FIRST, *_more(wanted - len(_FIRST))][:wanted]


def _more(count: int) -> Iterator[SchoolSpec]:
    """More schools of the same kinds, larger ones: a median county has 56 thousand pupils in 84 schools and points."""
    for number in range(max(0, count)):
        township = _MORE_TOWNSHIPS[number % len(_MORE_TOWNSHIPS)] + "镇"
        name = f"{township}{_MORE_NAMES[number // len(_MORE_TOWNSHIPS)]}小学"
        model = _FIRST[number % len(_FIRST)]
        yield SchoolSpec(
            name,
            township,
            int(model.pupils * 3),
            model.share,
            parallel=max(2, model.parallel * 2),
            boarding=model.boarding,
            layout=model.layout,
        )
