"""Invented families: where the parents are, who is the guardian, which telephones are known."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from services.demo.synthetic import names

# Cells of the column 务工地. An empty one means that the school does not know.
AT_HOME, UNKNOWN, DECEASED, MISSING, IN_PRISON = "在家务农", "", "去世", "失联", "服刑"
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
_WORKPLACES = ("", "", "电子厂", "鞋厂", "建筑工地", "服装厂", "家具厂", "物流园")
_VILLAGES = ["柳树湾", "新塘", "青山", "双河", "上寨", "桐子坪", "木瓜溪", "大湾", "三岔", "黄泥"]
# Shares among guardians who are not parents, after a survey in 海安: paternal grandparents .76, maternal .11, other
# relatives the rest.
_GUARDIANS = (
    ("祖父", 0.34),
    ("祖母", 0.42),
    ("外祖父", 0.05),
    ("外祖母", 0.06),
    ("伯父", 0.03),
    ("姑母", 0.03),
    ("舅父", 0.02),
    ("姨母", 0.02),
)
_PARTNERS = {"祖父": "祖母", "祖母": "祖父", "外祖父": "外祖母", "外祖母": "外祖父"}
_EVERYDAY_WORDS = {"祖父": "爷爷", "祖母": "奶奶", "外祖父": "外公", "外祖母": "外婆"}


@dataclass(frozen=True)
class DemoParent:
    """A parent; `whereabouts` is the text of the cell 务工地."""

    name: str
    phone: str = ""
    whereabouts: str = UNKNOWN
    away_since: date | None = None

    @property
    def is_away(self) -> bool:
        return self.away_since is not None


@dataclass(frozen=True)
class DemoFamily:
    """A family. `reported_status` is what the roster states, which may differ from `is_left_behind`."""

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
    reported_status: str
    is_left_behind: bool = False

    @property
    def second_guardian(self) -> tuple[str, str, str]:
        """Name, relation and telephone of the other grandparent, in two families of five; else all "".

        From a generator of its own, so that the rest of the county stays as it was.
        """
        rng = Random(f"{self.guardian} {self.address} {self.father.name}")  # noqa: S311  invented people
        partner = _PARTNERS.get(self.relation)
        if not partner or rng.random() >= 0.4:
            return "", "", ""
        family = self.surname if partner == "祖父" else names.surname(rng)
        return names.grandparent_name(rng, family), partner, _phone(rng, 0.5)


def invent_family(rng: Random, *, is_left_behind: bool, township: str, term_start: date) -> DemoFamily:
    """Invent one family. About 15 % of the parents' telephones and 5 % of the guardians' are not known."""
    surname = names.surname(rng)
    father, mother = (
        DemoParent(surname + names.given_name(rng, "男"), _phone(rng, 0.15)),
        DemoParent(names.surname(rng) + names.given_name(rng, "女"), _phone(rng, 0.18)),
    )
    status = "非留守"
    if is_left_behind:
        father, mother, status = _leave_home(rng, father, mother, term_start)
    elif rng.random() < 0.8:  # the cells of the others are empty, as many are in real rosters
        father, mother = _at_home(father), _at_home(mother)
    guardian, relation, age = _guardian(rng, surname, father, mother)
    village = f"{township}{rng.choice(_VILLAGES)}村"
    # A parent at home is the guardian with the number that is in the parent's own column.
    parent_phone = {"父亲": father.phone, "母亲": mother.phone}.get(relation)
    return DemoFamily(
        surname=surname,
        father=father,
        mother=mother,
        guardian=guardian,
        relation=relation,
        guardian_age=age,
        guardian_phone=_phone(rng, 0.05) if parent_phone is None else parent_phone,
        village=village,
        address=f"{village}{rng.randint(1, 14)}组",
        ethnicity=rng.choices(("汉族", "苗族", "土家族", "侗族", "瑶族"), (82, 7, 6, 3, 2))[0],
        is_rural=rng.random() < (0.96 if is_left_behind else 0.85),
        reported_status=_reported_status(rng, status),
        is_left_behind=is_left_behind,
    )


def _leave_home(
    rng: Random, father: DemoParent, mother: DemoParent, term_start: date
) -> tuple[DemoParent, DemoParent, str]:
    if rng.random() < BOTH_AWAY:
        return _away(rng, father, term_start), _away(rng, mother, term_start), "双亲留守"
    is_father_away = rng.random() < 0.72
    other = mother if is_father_away else father
    whereabouts = rng.choices((AT_HOME, DECEASED, MISSING, IN_PRISON, UNKNOWN), (86, 4, 5, 2, 3))[0]
    other = DemoParent(other.name, other.phone if whereabouts in (AT_HOME, UNKNOWN) else "", whereabouts)
    if is_father_away:
        return _away(rng, father, term_start), other, "单亲留守"
    return other, _away(rng, mother, term_start), "单亲留守"


def _away(rng: Random, parent: DemoParent, term_start: date) -> DemoParent:
    # From three weeks to six years ago, most often within the last year; rosters state the month only.
    since = term_start - timedelta(days=int(rng.triangular(20, 2200, 250)))
    return DemoParent(parent.name, parent.phone, rng.choice(_CITIES) + rng.choice(_WORKPLACES), since.replace(day=1))


def _at_home(parent: DemoParent) -> DemoParent:
    return DemoParent(parent.name, parent.phone, AT_HOME)


def _guardian(rng: Random, surname: str, father: DemoParent, mother: DemoParent) -> tuple[str, str, int | None]:
    """Name, relation and age; schools do not note the age of a parent."""
    parents = ((mother, "母亲"), (father, "父亲"))
    at_home = [(parent, relation) for parent, relation in parents if parent.whereabouts in (UNKNOWN, AT_HOME)]
    if at_home and (rng.random() < 0.75 or not (father.is_away or mother.is_away)):
        parent, relation = rng.choice(at_home)
        return parent.name, relation, None
    relation, _share = rng.choices(_GUARDIANS, [share for _, share in _GUARDIANS])[0]
    family = surname if relation in {"祖父", "伯父", "姑母"} else names.surname(rng)
    age = round(min(82, max(30, rng.gauss(58.2 if "祖" in relation else 42, 7))))
    text = _EVERYDAY_WORDS.get(relation, relation) if rng.random() < 0.4 else relation
    return names.grandparent_name(rng, family), text, age


def _reported_status(rng: Random, status: str) -> str:
    """Three in a hundred differ from the facts, because rosters are sometimes last year's."""
    if rng.random() >= 0.03:
        return status
    outdated = {"非留守": "非留守", "单亲留守": "双亲留守", "双亲留守": "单亲留守"}[status]
    return outdated if rng.random() < 0.7 else "非留守"


def _phone(rng: Random, missing: float) -> str:
    """A number of the range 17405, which reaches nobody; "" with the probability `missing`."""
    return "" if rng.random() < missing else f"17405{rng.randrange(10**6):06d}"
