"""Who may record an opt-out; only the index of the address is stored."""

import pytest
from django.core.exceptions import PermissionDenied

from services.notify.actions import opt_outs
from services.notify.models import OptOut
from services.schools.scope import ALL_TENANTS, scope
from services.schools.sealed import index
from tests.cast import Town

pytestmark = pytest.mark.django_db


def test_opt_out_requires_permission(town: Town) -> None:
    given = {"address": "13812345678", "channel": "sms", "now": town.monday}
    with town.as_(town.teacher_wang) as by:
        with pytest.raises(PermissionDenied):
            opt_outs.opt_out(**given, source="", by=by)
        with pytest.raises(PermissionDenied):
            opt_outs.opt_in(**given, by=by)
    with scope(ALL_TENANTS):
        assert not OptOut.objects.exists()


@pytest.mark.parametrize(
    ("channel", "given", "cleaned"),
    [
        ("sms", "138-1234 5678", "13812345678"),
        ("email", " mum@home.example ", "mum@home.example"),
    ],
)
def test_opt_out_stores_the_index_of_the_cleaned_address(town: Town, channel: str, given: str, cleaned: str) -> None:
    with town.as_(town.head_li) as by:
        opt_outs.opt_out(address=given, channel=channel, source="x" * 80, by=by, now=town.monday)

    with scope(ALL_TENANTS):
        row = OptOut.objects.get()
    assert (row.channel, row.address_index, row.source) == (channel, index(cleaned, "notify.recipient"), "x" * 60)
    assert (row.county_id, row.school_id) == (town.county.pk, town.a.school.pk)


@pytest.mark.parametrize(
    ("channel", "given", "field"),
    [("call", "13812345678", "channel"), ("inbox", "x", "channel"), ("sms", "1381234567", "address")],
)
def test_opt_out_of_invalid_channel_or_address_is_refused(town: Town, channel: str, given: str, field: str) -> None:
    with town.as_(town.head_li) as by, pytest.raises(opt_outs.UnableToOptOut) as error:
        opt_outs.opt_out(address=given, channel=channel, source="", by=by, now=town.monday)

    assert error.value.field == field
