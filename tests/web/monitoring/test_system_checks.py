"""系统自检: what is wrong with the installation and what to do, for the head of the county's office alone."""

import pytest

from services.backups.models import Backup
from services.web.monitoring import system_checks

pytestmark = pytest.mark.django_db(transaction=True)


def test_county_lead_sees_what_is_wrong_first_and_what_to_do(town, browses, at_monday):
    Backup.objects.using("owner").create(name="a", size=1, taken_at=town.later(minutes=-60 * 50))

    page = browses(town.lead).get("/system-checks/").content.decode()

    assert "最近一次备份在 50 小时前。" in page
    assert "怎么办：看 journalctl -u nuanyang-backup" in page
    for label in system_checks.LABELS.values():
        assert str(label) in page
    assert page.index("最近一次备份") < page.index("项正常") < page.index("个数据库角色的权限正好")


def test_others_of_county_and_school_do_not_see_the_checks(town, browses):
    for person in (town.officer, town.head_li, town.teacher_wang):
        assert browses(person).get("/system-checks/").status_code == 403
        assert "/system-checks/" not in browses(person).get("/inbox/").content.decode()


def test_last_backup_counts_by_its_time(town, browses, at_monday):
    Backup.objects.using("owner").create(name="a", size=1, taken_at=town.later(minutes=-60 * 50))
    Backup.objects.using("owner").create(name="b", size=1, taken_at=town.later(minutes=-60))

    assert "最近一次备份在一天半之内。" in browses(town.lead).get("/system-checks/").content.decode()
