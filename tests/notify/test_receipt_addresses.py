"""What the operator copies into the consoles of the providers."""

import io

import pytest
from django.core.management import CommandError, call_command

from services.notify.channels import receipt_parsers


def said():
    out = io.StringIO()
    call_command("receipt_urls", "https://care.example.cn/", stdout=out)
    return dict(line.split() for line in out.getvalue().splitlines())


def test_each_provider_has_an_address_whose_token_is_believed_for_it_alone(settings):
    settings.RECEIPTS_SECRET = "a-secret-of-this-deployment"

    addresses = said()

    assert set(addresses) == set(receipt_parsers.PROVIDERS)
    assert addresses["carrier"] == "https://care.example.cn/api/v1/receipts/carrier"
    for provider, other in (("aliyun", "tencent"), ("tencent", "aliyun")):
        address, _, token = addresses[provider].partition("?token=")
        assert address == f"https://care.example.cn/api/v1/receipts/{provider}"
        assert receipt_parsers.PROVIDERS[provider].verify(token, {}, b"")
        assert not receipt_parsers.PROVIDERS[other].verify(token, {}, b"")


def test_without_a_secret_there_is_nothing_to_copy(settings):
    settings.RECEIPTS_SECRET = ""

    with pytest.raises(CommandError, match="NUANYANG_RECEIPTS_SECRET"):
        said()
