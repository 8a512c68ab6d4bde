"""Invented families: where the parents are, who looks after the children, how to reach them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from services.demo import names

HOME, AWAY, DEAD, MISSING, CUSTODY = "在家务农", "", "去世", "失联", "服刑"
BOTH_AWAY = 0.42  # of the left-behind; one parent in the others
_CITIES = [
    "广东省东莞市",
    "广东省深圳市龙华区",
    "广东省佛山市",
    "浙江省杭州市",
    "浙江省义乌市",
    "浙江省宁波市",
    "福建省泉州市",
    "福建省晋江市",
    "江苏省苏州市",
    "江苏省昆山市",
    "上海市松江区",
    "湖北省武汉市",
    "重庆市渝北区",
    "四川省成都市",
]
_WORKS = ("", "", "电子厂", "鞋厂", "建筑工地", "服装厂", "家具厂", "物流园")
# 海安: paternal grandparents .76, maternal .11, other kin .07
_CARERS = (
    ("祖父", 0.34, "M"),
    ("祖母", 0.42, "F"),
    ("外祖父", 0.05, "M"),
    ("外祖母", 0.06, "F"),
    ("伯父", 0.03, "M"),
    ("姑母", 0.03, "F"),
    ("舅父", 0.02, "M"),
    ("姨母", 0.02, "F"),
)
_KIND = {"祖父": "爷爷", "祖母": "奶奶", "外祖父": "外公", "外祖母": "外婆"}


@dataclass(frozen=True)
class DemoParent:
    name: str
    phone: str = ""
    where: str = ""  # the cell of 务工地: a place, a word such as 在家务农, or nothing
    since: date | None = None

    @property
    def is_away(self) -> bool:
        return self.since is not None


@dataclass(frozen=True)
class DemoFamily:
    surname: str
    father: DemoParent
    mother: DemoParent
    guardian: str
    relation: str
    guardian_age: int | None
    guardian_phone: str
    village: str
    address: str
    ethnicity: str
    is_rural: bool
    stated: str  # what the roster says of left-behind: it may be wrong
    is_left_behind: bool = field(default=False)


def invent(rng: Random, *, is_left_behind: bool, township: str, term_start: date) -> DemoFamily:
    """One family. A seventh of the parents' telephones and a twentieth of the carers' are not known."""
    surname = names.surname(rng)
    father, mother = (
        DemoParent(surname + names.given(rng, "男"), _phone(rng, 0.15)),
        DemoParent(names.surname(rng) + names.given(rng, "女"), _phone(rng, 0.18)),
    )
    stated = "非留守"
    if is_left_behind:
        father, mother, stated = _leave(rng, father, mother, term_start)
    elif rng.random() < 0.8:
        father, mother = _at_home(father), _at_home(mother)
    guardian, relation, age = _guardian(rng, surname, father, mother)
    village = (
        township
        + rng.choice(["柳树湾", "新塘", "青山", "双河", "上寨", "桐子坪", "木瓜溪", "大湾", "三岔", "黄泥"])
        + "村"
    )
    own = {"父亲": father.phone, "母亲": mother.phone}.get(relation)
    return DemoFamily(
        surname=surname,
        father=father,
        mother=mother,
        guardian=guardian,
        relation=relation,
        guardian_age=age,
        guardian_phone=_phone(rng, 0.05) if own is None else own,
        village=village,
        address=f"{village}{rng.randint(1, 14)}组",
        ethnicity=rng.choices(("汉族", "苗族", "土家族", "侗族", "瑶族"), (82, 7, 6, 3, 2))[0],
        is_rural=rng.random() < (0.96 if is_left_behind else 0.85),
        stated=_misstated(rng, stated),
        is_left_behind=is_left_behind,
    )


def _leave(rng: Random, father: DemoParent, mother: DemoParent, term_start: date) -> tuple[DemoParent, DemoParent, str]:
    if rng.random() < BOTH_AWAY:
        return _go(rng, father, term_start), _go(rng, mother, term_start), "双亲留守"
    goes_father = rng.random() < 0.72
    stays = mother if goes_father else father
    word = rng.choices((HOME, DEAD, MISSING, CUSTODY, ""), (86, 4, 5, 2, 3))[0]
    stays = DemoParent(stays.name, stays.phone if word in (HOME, "") else "", word)
    if goes_father:
        return _go(rng, father, term_start), stays, "单亲留守"
    return stays, _go(rng, mother, term_start), "单亲留守"


def _go(rng: Random, parent: DemoParent, term_start: date) -> DemoParent:
    since = term_start - timedelta(days=int(rng.triangular(20, 2200, 250)))
    return DemoParent(parent.name, parent.phone, rng.choice(_CITIES) + rng.choice(_WORKS), since.replace(day=1))


def _at_home(parent: DemoParent) -> DemoParent:
    return DemoParent(parent.name, parent.phone, HOME)


def _guardian(rng: Random, surname: str, father: DemoParent, mother: DemoParent) -> tuple[str, str, int | None]:
    at_home = [(each, word) for each, word in ((mother, "母亲"), (father, "父亲")) if each.where in ("", HOME)]
    if at_home and (rng.random() < 0.75 or not (father.is_away or mother.is_away)):
        parent, word = rng.choice(at_home)
        return parent.name, word, None
    relation, _share, _sex = rng.choices(_CARERS, [share for _, share, _ in _CARERS])[0]
    family = surname if relation in {"祖父", "伯父", "姑母"} else names.surname(rng)
    age = round(min(82, max(30, rng.gauss(58.2 if "祖" in relation else 42, 7))))
    word = _KIND.get(relation, relation) if rng.random() < 0.4 else relation
    return names.old(rng, family), word, age


def _misstated(rng: Random, stated: str) -> str:
    """Rosters are sometimes last year's: three in a hundred say another thing than the facts."""
    if rng.random() >= 0.03:
        return stated
    return (
        {"非留守": "非留守", "单亲留守": "双亲留守", "双亲留守": "单亲留守"}[stated] if rng.random() < 0.7 else "非留守"
    )


def _phone(rng: Random, missing: float) -> str:
    return "" if rng.random() < missing else f"17405{rng.randrange(10**6):06d}"
