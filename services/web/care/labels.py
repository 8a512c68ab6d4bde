"""How the pages of care call a duty and a child."""

from django.utils.translation import gettext_lazy

from services.children.names import given_name, initial
from services.plans.choices import CareActivity

__all__ = [
    "SHORT",
    "given_name",
    "initial",
]
SHORT = {
    CareActivity.TALK: gettext_lazy("谈心"),
    CareActivity.HOME_VISIT: gettext_lazy("家访"),
    CareActivity.CALL: gettext_lazy("通话"),
    CareActivity.DIARY: gettext_lazy("日记"),
}
