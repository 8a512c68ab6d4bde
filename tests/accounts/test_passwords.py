import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password", ["Nuanyang2026!", "laoshi.xuexiao-1", "暖阳小学20260901", "Qinghe-xiaoxue-99", "ADMIN-admin-123"]
)
def test_password_of_local_words_is_refused(password, settings):
    settings.LOCAL_WORDS = ["qinghe"]

    with pytest.raises(ValidationError) as refused:
        validate_password(password)

    assert "local_words" in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize("password", ["sunny-day-2026", "xuexiao hou shan de li shu", "7391 8820 4471 x"])
def test_password_with_words_of_ones_own_is_taken(password, settings):
    settings.LOCAL_WORDS = ["qinghe"]

    validate_password(password)
