"""The invented county: townships, schools, their sites. Sizes and shares follow a labour-exporting county.

Sources: classes of 27 pupils in villages and 43 in towns, 17 to 20 % left-behind children, schools that have none, one
village school with more than half (耒阳 2017, 海安, Chongqing 2016, 大塘小学).
"""

from dataclasses import dataclass, replace

COUNTY, CODE = "青禾县", "999100"


@dataclass(frozen=True)
class SchoolSpec:
    """A school to invent. Shares are of its pupils, 0 to 1; `roster_layout` is one of `rosters.LAYOUTS`."""

    name: str
    township: str
    pupils: int
    left_behind_share: float
    classes_per_grade: int = 1
    kind: str = "primary"
    teaching_points: tuple[str, ...] = ()
    boarding_share: float = 0.0
    roster_layout: str = "export"

    @property
    def grades(self) -> range:
        return range(1, 10) if self.kind == "nine_year" else range(1, 7)


_FIRST = (
    SchoolSpec(
        "石桥镇中心小学",
        "石桥镇",
        360,
        0.19,
        2,
        teaching_points=("高岩教学点",),
        boarding_share=0.3,
        roster_layout="export_with_dates",
    ),
    SchoolSpec(
        "白沙乡中心小学",
        "白沙乡",
        240,
        0.28,
        teaching_points=("岩脚教学点",),
        boarding_share=0.4,
        roster_layout="one_class_column",
    ),
    SchoolSpec("青禾县第一小学", "城关镇", 480, 0.08, 2),
    SchoolSpec("青禾县实验小学", "城关镇", 420, 0.0, 2),
    SchoolSpec("石桥镇双塘小学", "石桥镇", 150, 0.30, roster_layout="by_hand"),
    SchoolSpec(
        "石桥镇九年一贯制学校",
        "石桥镇",
        420,
        0.16,
        kind="nine_year",
        boarding_share=0.51,
        roster_layout="export_with_dates",
    ),
    SchoolSpec("龙潭镇中心小学", "龙潭镇", 300, 0.20, 2, roster_layout="export_with_dates", boarding_share=0.3),
    SchoolSpec("龙潭镇枫林小学", "龙潭镇", 130, 0.38, roster_layout="one_class_column"),
    SchoolSpec("白沙乡大塘小学", "白沙乡", 90, 0.54, roster_layout="by_hand"),
    SchoolSpec(
        "大坪乡中心小学",
        "大坪乡",
        220,
        0.25,
        teaching_points=("云头教学点", "石笋教学点"),
        boarding_share=0.4,
        roster_layout="export_with_dates",
    ),
    SchoolSpec("大坪乡杉木小学", "大坪乡", 110, 0.32, roster_layout="one_class_column"),
    SchoolSpec("大坪乡岩头小学", "大坪乡", 80, 0.44, roster_layout="by_hand"),
)
SCHOOL_COUNTS = {"s": 12, "m": 84, "l": 180}  # by size
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


def select_specs(size: str, count: int | None = None) -> list[SchoolSpec]:
    """The schools of a size, or the first `count` of them."""
    total = count or SCHOOL_COUNTS[size]
    return [*_FIRST, *(_further_spec(number) for number in range(total - len(_FIRST)))][:total]


def _further_spec(number: int) -> SchoolSpec:
    """A school like one of the first, but larger: a median county has 56 thousand pupils in 84 schools."""
    model = _FIRST[number % len(_FIRST)]
    township = _MORE_TOWNSHIPS[number % len(_MORE_TOWNSHIPS)] + "镇"
    return replace(
        model,
        name=f"{township}{_MORE_NAMES[number // len(_MORE_TOWNSHIPS)]}小学",
        township=township,
        pupils=model.pupils * 3,
        classes_per_grade=max(2, model.classes_per_grade * 2),
        kind="primary",
        teaching_points=(),
    )
