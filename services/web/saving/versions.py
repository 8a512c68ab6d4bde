"""Edit forms that notice a change somebody else has made meanwhile, so that nobody overwrites it unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Manager, QuerySet
from django.utils.translation import gettext as _

from services.web.components import Text

VERSION = "version"


@dataclass(frozen=True)
class Difference:
    """One field of a form: how it stands now, and what the person has filled in."""

    label: Text
    current: str
    typed: str


class VersionedForm(forms.Form):
    """A form with `initial`, what is known now; also when it is sent, so that the two can be compared.

    It carries a digest of what its person saw. Where that is no longer so, the form has an error and `conflicts`;
    sent once more it holds. A form without `initial` makes something new and carries none.
    """

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, initial=None if initial is None else dict(initial), **options)
        self.conflicts: list[Difference] = []
        if initial is None:
            del self.fields[VERSION]

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == VERSION:
            return self.current_version
        return super().get_initial_for_field(field, field_name)

    @property
    def current_version(self) -> str:
        texts = {name: self._values(name, self._initial(name)) for name in self.fields if name != VERSION}
        return sha256(repr(sorted(texts.items())).encode()).hexdigest()[:32]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's hook for what follows `clean`
        self.cleaned_data.pop(VERSION, None)
        seen = self.data.get(self.add_prefix(VERSION), "") if VERSION in self.fields else ""
        if seen and seen != self.current_version:
            self.conflicts = [self._difference(name) for name in self.fields if self._differs(name)]
            # Whoever reads both and saves again means it.
            sent: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            sent[self.add_prefix(VERSION)] = self.current_version
            self.data = sent
        if self.conflicts:
            self.add_error(None, _("您打开这一页以后，有人改过。请看下面两边；再按一次保存，就用您填的。"))

    def _differs(self, name: str) -> bool:
        return name != VERSION and self._values(name, self._initial(name)) != self._values(name, self._typed(name))

    def _difference(self, name: str) -> Difference:
        field = self.fields[name]
        current, typed = self._values(name, self._initial(name)), self._values(name, self._typed(name))
        return Difference(self[name].label, _labels(field, current), _labels(field, typed))

    def _initial(self, name: str) -> Any:
        return super().get_initial_for_field(self.fields[name], name)

    def _typed(self, name: str) -> Any:
        field = self.fields[name]
        return field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _values(self, name: str, value: Any) -> list[str]:
        """A value as the browser sends it, so that what is stored and what was typed compare."""
        field = self.fields[name]
        if isinstance(value, QuerySet | Manager):
            value = list(value.all())
        listed = list(value) if isinstance(value, list | tuple) else [value]
        texts = [_text(field, one) for one in listed]
        # Sorted and without blanks: the order of ticked boxes and an empty choice are no difference.
        return sorted(text for text in texts if text)


def _text(field: forms.Field, value: Any) -> str:
    prepared = field.prepare_value(value)
    shown = field.widget.format_value(prepared) if isinstance(field.widget, forms.widgets.Input) else prepared
    # Browsers send CRLF for the line breaks of a text area, the database holds LF.
    return "" if shown is None else str(shown).strip().replace("\r\n", "\n")


def _labels(field: forms.Field, values: list[str]) -> str:
    """What a person reads for these values: the labels of a choice, a dash for nothing."""
    labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
    return "、".join(labels.get(value, value) for value in values) or "—"
