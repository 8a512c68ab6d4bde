"""How the pages of care call a duty and a child."""

from django.utils.translation import gettext_lazy

from services.children.names import first_name, initial
from services.plans.choices import Duty

__all__ = ["SHORT", "first_name", "initial"]
SHORT = {
    Duty.TALK: gettext_lazy("谈心"),
    Duty.HOME_VISIT: gettext_lazy("家访"),
    Duty.CALL: gettext_lazy("通话"),
    Duty.DIARY: gettext_lazy("日记"),
}
