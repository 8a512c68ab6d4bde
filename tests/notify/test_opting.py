"""Who may write down that somebody refuses a channel; the address is kept as its index alone."""

import pytest
from django.core.exceptions import PermissionDenied

from services.notify.actions import opt_outs
from services.notify.models import OptOut
from services.schools.scope import ALL_TENANTS, scope
from services.schools.sealed import index
from tests.cast import Town

pytestmark = pytest.mark.django_db


def test_it_is_for_those_who_answer_for_what_goes_out(town: Town) -> None:
    said = {"address": "13812345678", "channel": "sms", "now": town.monday}
    with town.as_(town.teacher_wang) as by:
        with pytest.raises(PermissionDenied):
            opt_outs.opt_out(**said, source="", by=by)
        with pytest.raises(PermissionDenied):
            opt_outs.opt_in(**said, by=by)
    with scope(ALL_TENANTS):
        assert not OptOut.objects.exists()


@pytest.mark.parametrize(
    ("channel", "said", "kept"),
    [
        ("sms", "138-1234 5678", "13812345678"),
        ("email", " mum@home.example ", "mum@home.example"),
    ],
)
def test_it_is_kept_as_a_delivery_is_indexed(town: Town, channel: str, said: str, kept: str) -> None:
    with town.as_(town.head_li) as by:
        opt_outs.opt_out(address=said, channel=channel, source="x" * 80, by=by, now=town.monday)

    with scope(ALL_TENANTS):
        row = OptOut.objects.get()
    assert (row.channel, row.address_index, row.source) == (channel, index(kept, "notify.recipient"), "x" * 60)
    assert (row.county_id, row.school_id) == (town.county.pk, town.a.school.pk)


@pytest.mark.parametrize(
    ("channel", "said", "field"),
    [("call", "13812345678", "channel"), ("inbox", "x", "channel"), ("sms", "1381234567", "address")],
)
def test_what_leads_to_nobody_cannot_be_refused(town: Town, channel: str, said: str, field: str) -> None:
    with town.as_(town.head_li) as by, pytest.raises(opt_outs.UnableToOptOut) as refusal:
        opt_outs.opt_out(address=said, channel=channel, source="", by=by, now=town.monday)

    assert refusal.value.field == field
