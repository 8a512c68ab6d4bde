"""When rules ought to have spoken in a county, from first principles and without the product: days, hours, versions."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

CHINA = timezone(timedelta(hours=8))
Place = str  # "" is the county itself


@dataclass(frozen=True)
class Said:
    """What somebody with the right to do so said of a rule. `terms` None: the school follows its county again."""

    moment: datetime
    place: Place
    kind: str
    terms: tuple[time, bool, bool] | None  # at, whether on every day of the calendar, whether it is on


@dataclass
class Year:
    """A county's terms and feasts, its schools' own days, and all that was said of its rules, in order of time."""

    terms: list[tuple[date, date]]
    feasts: Mapping[date, bool]  # whether school is kept: make-up days are, holidays are not
    own_days: Mapping[tuple[Place, date], bool] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)

    def is_school(self, place: Place, day: date) -> bool:
        if not any(begins <= day <= ends for begins, ends in self.terms):
            return False
        return self.own_days.get((place, day), self.feasts.get(day, day.weekday() < 5))

    def held(self, place: Place, kind: str, moment: datetime) -> tuple[time, bool, bool] | None:
        """The last word: a school's own as long as it has one."""
        last: dict[Place, tuple[time, bool, bool] | None] = {}
        for each in self.said:
            if each.kind == kind and each.moment <= moment:
                last[each.place] = each.terms
        return last.get(place) or last.get("")

    def ticks(self, place: Place, kind: str, begins: datetime, ends: datetime) -> Iterator[datetime]:
        """After `begins` and up to `ends`."""
        hours = {each.terms[0] for each in self.said if each.kind == kind and each.terms}
        day = begins.astimezone(CHINA).date()
        while day <= ends.astimezone(CHINA).date():
            for at in hours:
                moment = datetime.combine(day, at, CHINA)
                if begins < moment <= ends and self._speaks(place, kind, moment, moment) == at:
                    yield moment
            day += timedelta(days=1)
        yield from (moment for moment in self._lost_hours(place, kind) if begins < moment <= ends)

    def _speaks(self, place: Place, kind: str, moment: datetime, by: datetime) -> time | None:
        """At which hour it speaks on the day of `moment`, as was said until `by`."""
        found = self.held(place, kind, by)
        if not found or not found[2]:
            return None
        return found[0] if found[1] or self.is_school(place, moment.astimezone(CHINA).date()) else None

    def _lost_hours(self, place: Place, kind: str) -> Iterator[datetime]:
        """Changes by which the hour of this very day would have passed unheard: it is heard at once."""
        for moment in {each.moment for each in self.said if each.kind == kind and each.place in {"", place}}:
            before = self._speaks(place, kind, moment, moment - timedelta(microseconds=1))
            after = self._speaks(place, kind, moment, moment)
            if before and after and after < moment.astimezone(CHINA).time() <= before:
                yield moment


def feasts(table: Path) -> dict[date, bool]:
    """From the State Council's notices: date → whether school is kept."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        return {date.fromisoformat(row["date"]): row["kind"] == "makeup_workday" for row in csv.DictReader(file)}


def expected(
    year: Year, kinds: Mapping[str, str], schools: Iterable[Place], begins: datetime, ends: datetime
) -> set[tuple[Place, str, datetime]]:
    """Place, kind and moment of everything; `kinds`: key → per "school" or "county"."""
    places = {"school": list(schools), "county": [""]}
    return {
        (place, kind, moment)
        for kind, per in kinds.items()
        for place in places[per]
        for moment in year.ticks(place, kind, begins, ends)
    }
