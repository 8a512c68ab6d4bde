"""Invented people cannot be real, are the same in every load, and their rosters are read without an issue."""

import re
from datetime import date
from pathlib import Path

import pytest

from services.children.roster.cells.identity import check_character
from services.children.roster.reader import read_roster
from services.demo.school_specs import SchoolSpec, select_specs
from services.demo.synthetic import people, rosters

TERM = date(2026, 9, 1)
SPECS = {layout: SchoolSpec("试验小学", "石桥镇", 90, 0.3, roster_layout=layout) for layout in rosters.LAYOUTS}


def invent(spec: SchoolSpec) -> people.SchoolPeople:
    return people.invent_people(spec, school_year=2026, term_start=TERM)


def test_a_school_is_invented_alike_every_time() -> None:
    spec = select_specs("s")[0]

    assert invent(spec) == invent(spec)


def test_id_numbers_and_telephones_can_be_nobodys() -> None:
    pupils = [pupil for spec in select_specs("s")[:3] for pupil in invent(spec).pupils]
    numbers = [pupil.id_number for pupil in pupils if pupil.id_number]
    phones = [phone for pupil in pupils for phone in (pupil.family.guardian_phone, pupil.family.father.phone) if phone]

    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"999\d{14}[\dX]", number) for number in numbers)
    assert all(check_character(number[:17]) == number[17] for number in numbers)
    assert all(re.fullmatch(r"17405\d{6}", phone) for phone in phones)


def test_the_small_county_has_twelve_schools_three_thousand_pupils_and_a_fifth_left_behind() -> None:
    schools = [invent(spec) for spec in select_specs("s")]
    pupils = [pupil for school in schools for pupil in school.pupils]
    left_behind = sum(pupil.family.is_left_behind for pupil in pupils)

    assert (len(schools), len(pupils)) == (12, 3000)
    assert 0.16 < left_behind / len(pupils) < 0.22
    assert len({spec.township for spec in select_specs("s")}) == 5
    assert any(not any(pupil.family.is_left_behind for pupil in school.pupils) for school in schools)
    # Without them a page that breaks on rare names would look well in the demo.
    assert any("·" in pupil.name for pupil in pupils)


def test_the_sizes_have_as_many_schools_as_in_the_help_of_the_command() -> None:
    assert [len(select_specs(size)) for size in "sml"] == [12, 84, 180]
    assert len({spec.name for spec in select_specs("l")}) == 180


@pytest.mark.parametrize("layout", rosters.LAYOUTS)
def test_a_roster_of_each_layout_is_read_completely(layout: str, tmp_path: Path) -> None:
    spec = SPECS[layout]
    pupils = invent(spec).pupils
    file = tmp_path / "roster.xlsx"
    file.write_bytes(rosters.write_roster(pupils, school=spec.name, school_year=2026, layout=layout))

    reading = read_roster(file, school_name=spec.name, today=date(2026, 9, 2), term_start=TERM, aliases={})

    assert (reading.outcome, reading.counts["acceptable"], reading.counts["errors"]) == ("accept", 90, 0)
    # Read back cell by cell, not only accepted.
    statuses = [pupil.family.reported_status for pupil in pupils]
    assert [row["values"]["left_behind"] for row in reading.rows] == statuses
    assert [row["values"]["name"] for row in reading.rows] == [pupil.name for pupil in pupils]
    second = [pupil.family.second_guardian[0] if layout != "export" else "" for pupil in pupils]
    assert [row["values"].get("guardian2_name") or "" for row in reading.rows] == second
    assert any(second) == (layout != "export")
    assert [row["values"]["id_number"] or "" for row in reading.rows] == [pupil.id_number for pupil in pupils]
