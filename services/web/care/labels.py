"""Short names of care activities on the pages of care."""

from django.utils.translation import gettext_lazy

from services.plans.choices import CareActivity

SHORT_LABELS = {
    CareActivity.TALK: gettext_lazy("谈心"),
    CareActivity.HOME_VISIT: gettext_lazy("家访"),
    CareActivity.CALL: gettext_lazy("通话"),
    CareActivity.DIARY: gettext_lazy("日记"),
}
