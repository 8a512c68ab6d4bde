"""What schools of the county said of columns that nobody knew: the county may take it over for all of them."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Length

from services.children.models import ColumnAnswer, HeaderAlias

MAX_HEADER = 40  # characters that the county keeps of a header
MAX_PROPOSALS = 200


@dataclass(frozen=True)
class HeaderProposal:
    """A header, the field that schools chose for it ("": left out), and how many schools did."""

    header: str
    field: str
    schools: int


def header_proposals() -> list[HeaderProposal]:
    """Those that most schools made first; none about a header that the county has decided on."""
    decided = HeaderAlias.objects.filter(header=OuterRef("header"))
    answers = ColumnAnswer.objects.filter(~Exists(decided)).exclude(header__contains="#")
    rows = (
        answers.annotate(length=Length("header"))
        .filter(length__lte=MAX_HEADER)
        .values("header", "field")
        .annotate(schools=Count("school", distinct=True))
        .order_by("-schools", "header", "field")
    )
    return [HeaderProposal(**row) for row in rows[:MAX_PROPOSALS].values("header", "field", "schools")]
