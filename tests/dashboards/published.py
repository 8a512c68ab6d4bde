"""What the answers and pages of a county publish about counts, as equations for the subtracting reader."""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from services.dashboards import figures
from services.dashboards.suppression.columns import SUBSET_OF
from tests.dashboards.reader import MAX_COUNT, Reader

# Counts of people and findings alone: nobody's number of talks is a secret where the children are many.
PEOPLE = frozenset(SUBSET_OF) | {"case_files"}
# Item of 需要您处理 → the column of which it counts a part, and the column of the rest.
UNDONE_OF = {
    "contact": ("children", ""),
    "paired": ("children", "paired"),
    "cards": ("children", "cards"),
    "findings": ("findings", "findings_closed"),
}
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def tables(html: str) -> list[list[list[str]]]:
    """The tables of a page as rows of texts."""
    return [
        [[unescape(_TAG.sub("", cell)).strip() for cell in _CELL.findall(row)] for row in _ROW.findall(table)]
        for table in _TABLE.findall(html)
    ]


@dataclass
class PublishedReader:
    """A reader of answers in JSON and of tables of classes. A count is (quarter, school, column)."""

    reader: Reader = field(default_factory=Reader)
    withheld: int = 0

    def reads_county(self, answer: Mapping[str, Any]) -> None:
        """An answer of `dashboards/county`: the total, townships, schools, and the quarter before."""
        quarter = answer["year"], answer["quarter"]
        names = {school["name"]: school["township"] for school in answer["schools"]}
        self._reads_row(quarter, list(names), answer["total"])
        for township in answer["townships"]:
            members = [name for name, of in names.items() if of == township["name"]]
            self._reads_row(quarter, members, township)
        for school in answer["schools"]:
            self._reads_row(quarter, [school["name"]], school)
        year, number = quarter
        before = (year, number - 1) if number > 1 else (year - 1, 4)
        self._reads_row(before, list(names), answer["previous"])

    def reads_school(self, name: str, answer: Mapping[str, Any]) -> None:
        """An answer of `dashboards/schools/{id}`."""
        self._reads_row((answer["year"], answer["quarter"]), [name], answer["total"])

    def reads_classes(self, quarter: Hashable, school: str, rows: Iterable[list[str]]) -> None:
        """The table of a school's classes: their sum is the school's count."""
        columns = ("pupils", "children", "paired", "cards")
        classes = []
        for label, *cells in rows:
            classes.append(label)
            for column, text in zip(columns, cells, strict=True):
                low, high = (int(text), int(text)) if text.isdigit() else (0, 4 if text == "<5" else MAX_COUNT)
                self.reader.reads_sum([(quarter, school, label, column)], low, high)
        for column in columns if classes else ():
            of_classes = [(quarter, school, label, column) for label in classes]
            self.reader.knows_sum(of_classes, (quarter, school, column))

    def reads_attention(self, quarter: Hashable, code: str, sentence: str, rows: Mapping[str, str]) -> None:
        """An item of 需要您处理: its sum, and what stands at each school. Elsewhere nobody is undone."""
        column = f"undone {code}"
        variables = [(quarter, name, column) for name in rows]
        if total := re.search(r"：(至少 )?(\d+) ", sentence):
            self.reader.reads_sum(variables, int(total[2]), MAX_COUNT if total[1] else int(total[2]))
        for variable, text in zip(variables, rows.values(), strict=True):
            low, high = (int(text), int(text)) if text.isdigit() else (1, 4 if text == "<5" else MAX_COUNT)
            self.reader.reads_sum([variable], low, high)
            whole, done = UNDONE_OF.get(code, ("", ""))
            if done:
                self.reader.knows_sum([variable, (*variable[:2], done)], (*variable[:2], whole))
            elif whole:
                self.reader.knows_subset(variable, (*variable[:2], whole))

    def _reads_row(self, quarter: Hashable, schools: Iterable[str], row: Mapping[str, Any]) -> None:
        members = list(schools)
        for code, value in row["figures"].items():
            figure = figures.BY_CODE[code]
            numerator = [(quarter, name, figure.numerator) for name in members]
            denominator = [(quarter, name, figure.denominator) for name in members]
            if figure.numerator not in PEOPLE:
                continue
            if value["numerator"] is not None:
                self._reads(numerator, value["numerator"])
                if figure.denominator:
                    self._reads(denominator, value["denominator"])
                continue
            self.withheld += 1
            assert (value["denominator"], value["percent"]) == (None, None)
            self.reader.reads_sum(numerator, 0, 4 if value["shown"] == "<5" else MAX_COUNT)

    def _reads(self, variables: list[Hashable], number: float) -> None:
        self.reader.reads_sum(variables, int(number), int(number))

    def knows_the_rules(self, quarters: Iterable[Hashable], schools: Iterable[str]) -> None:
        """Which counts are subsets of which is in the documentation."""
        names = list(schools)
        for quarter in quarters:
            for name in names:
                for column, supersets in SUBSET_OF.items():
                    for superset in supersets:
                        self.reader.knows_subset((quarter, name, column), (quarter, name, superset))
                self.reader.knows_multiple((quarter, name, "case_files"), 1, (quarter, name, "children"))
