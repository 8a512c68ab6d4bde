"""Search for people by what somebody types of a name: characters with dots or without, pinyin, initials."""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.db.models.lookups import Contains, IContains

from services.kit.names import person_names, pinyin

Person = TypeVar("Person", bound=Model)


def search_names(rows: QuerySet[Person, Any], typed: str, prefix: str = "") -> QuerySet[Person, Any]:
    """The rows whose name contains what was typed; all rows where nothing was typed. `prefix`: the path to the person.

    The person has the columns name, pinyin and initials.
    """
    plain = person_names.folded(typed).replace(person_names.DOT, "")
    if not plain:
        return rows
    # A dot stands between the parts of a name, a blank between the syllables of its pinyin.
    matches = Q(IContains(Replace(f"{prefix}name", Value(person_names.DOT), Value("")), plain))
    for sound in filter(str.isascii, pinyin.typed_sounds(plain)):
        matches |= Q(Contains(Replace(f"{prefix}pinyin", Value(" "), Value("")), sound))
        matches |= Q(**{f"{prefix}initials__startswith": sound})
    return rows.filter(matches)
