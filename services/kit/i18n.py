"""Sentences for people that are also needed where Django is not running (a sandboxed child)."""

from collections.abc import Mapping


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation; makemessages knows the name."""
    return message


def translate(template: str, params: Mapping[str, object]) -> str:
    """The sentence in the reader's language; in its own (Chinese) where no settings are loaded."""
    from django.conf import settings

    if settings.configured:
        from django.utils.translation import gettext

        template = gettext(template)
    return template % params
