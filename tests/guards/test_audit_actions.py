"""Whoever reads the trail reads words: every deed the rooms note has them."""

import re
from pathlib import Path

from services.web.audit_labels import LABELS, label_of

SERVICES = Path(__file__).resolve().parents[2] / "services"
NOTED = re.compile(r"""trail\.note\(\s*"([a-z_.]+)\"""")


def test_every_deed_has_words():
    noted = {action for path in SERVICES.rglob("*.py") for action in NOTED.findall(path.read_text(encoding="utf-8"))}
    assert len(noted) > 60
    assert not noted - set(LABELS)


def test_a_deed_of_a_later_release_is_not_shown_as_a_code():
    assert label_of("care.something_new") == "其他操作"
