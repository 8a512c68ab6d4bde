"""How the pages of care call a duty and a child."""

from django.utils.translation import gettext_lazy

from services.plans.choices import Duty

SHORT = {Duty.TALK: gettext_lazy("谈心"), Duty.HOME_VISIT: gettext_lazy("家访"), Duty.CALL: gettext_lazy("通话")}


def first_name(name: str) -> str:
    """How a teacher calls a child: 王小明 → 小明, 阿依古丽·买买提 → 阿依古丽."""
    given = name.split("·", maxsplit=1)[0]
    return given[-2:] if given == name and len(given) > 2 else given
