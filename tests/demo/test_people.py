"""Invented people are nobody's, always the same, and their rosters are read without a fault."""

import re
from datetime import date
from pathlib import Path

import pytest

from services.children.roster.cells.identity import check_character
from services.children.roster.reader import read_roster
from services.demo import people, workbook
from services.demo.school_specs import SchoolSpec, places

TERM = date(2026, 9, 1)
SMALL = {layout: SchoolSpec("试验小学", "石桥镇", 90, 0.3, layout=layout) for layout in workbook.LAYOUTS}


def invent(place: SchoolSpec) -> people.People:
    return people.invent(place, school_year=2026, term_start=TERM)


def test_the_same_school_is_invented_twice_alike() -> None:
    place = places("s")[0]

    assert invent(place) == invent(place)


def test_numbers_and_telephones_can_be_nobodys() -> None:
    pupils = [pupil for place in places("s")[:3] for pupil in invent(place).pupils]
    numbers = [pupil.id_number for pupil in pupils if pupil.id_number]
    phones = [phone for pupil in pupils for phone in (pupil.family.guardian_phone, pupil.family.father.phone) if phone]

    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"999\d{14}[\dX]", number) for number in numbers)
    assert all(check_character(number[:17]) == number[17] for number in numbers)
    assert all(re.fullmatch(r"17405\d{6}", phone) for phone in phones)


def test_the_small_county_has_twelve_schools_three_thousand_pupils_and_a_fifth_left_behind() -> None:
    invented = [invent(place) for place in places("s")]
    pupils = [pupil for school in invented for pupil in school.pupils]
    left_behind = sum(pupil.family.is_left_behind for pupil in pupils)

    assert (len(invented), len(pupils)) == (12, 3000)
    assert 0.16 < left_behind / len(pupils) < 0.22
    assert len({place.township for place in places("s")}) == 5
    assert any(not any(pupil.family.is_left_behind for pupil in school.pupils) for school in invented)
    assert any("·" in pupil.name for pupil in pupils)
    assert [len(places(size)) for size in "sml"] == [12, 84, 180]


@pytest.mark.parametrize("layout", workbook.LAYOUTS)
def test_each_way_of_keeping_a_roster_is_read_whole(layout: str, tmp_path: Path) -> None:
    place = SMALL[layout]
    pupils = invent(place).pupils
    file = tmp_path / "roster.xlsx"
    file.write_bytes(workbook.roster(pupils, school=place.name, school_year=2026, layout=layout))

    reading = read_roster(file, school_name=place.name, today=date(2026, 9, 2), term_start=TERM, aliases={})

    assert (reading.outcome, reading.counts["acceptable"], reading.counts["errors"]) == ("accept", 90, 0)
    stated = [pupil.family.stated for pupil in pupils]
    assert [row["values"]["left_behind"] for row in reading.rows] == stated
    assert [row["values"]["name"] for row in reading.rows] == [pupil.name for pupil in pupils]
    assert [row["values"]["id_number"] or "" for row in reading.rows] == [pupil.id_number for pupil in pupils]
