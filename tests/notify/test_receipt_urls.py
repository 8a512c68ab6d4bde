"""The addresses that an operator enters at the providers."""

import io

import pytest
from django.core.management import CommandError, call_command

from services.notify.channels import receipt_parsers


def printed_addresses():
    out = io.StringIO()
    call_command("receipt_urls", "https://care.example.cn/", stdout=out)
    return dict(line.split() for line in out.getvalue().splitlines())


def test_receipt_url_token_is_valid_for_its_provider_only(settings):
    settings.RECEIPTS_SECRET = "a-secret-of-this-deployment"

    addresses = printed_addresses()

    assert set(addresses) == set(receipt_parsers.PROVIDERS)
    assert addresses["carrier"] == "https://care.example.cn/api/v1/receipts/carrier"
    for provider, other in (("aliyun", "tencent"), ("tencent", "aliyun")):
        address, _, token = addresses[provider].partition("?token=")
        assert address == f"https://care.example.cn/api/v1/receipts/{provider}"
        assert receipt_parsers.PROVIDERS[provider].verify(token, {}, b"")
        assert not receipt_parsers.PROVIDERS[other].verify(token, {}, b"")


def test_receipt_urls_need_a_configured_secret(settings):
    settings.RECEIPTS_SECRET = ""

    with pytest.raises(CommandError, match="NUANYANG_RECEIPTS_SECRET"):
        printed_addresses()
