"""Invented data for the style guide: every component in the states it can have."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from services.web import charts
from services.web.components import Column, Progress, Row, Step, Tab, Table

# A fixed moment, so that pictures of two days can be compared.
_NOON = datetime(2026, 11, 23, 10, 42, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
_WEEKS = ["9/1", "9/8", "9/15", "9/22", "9/29", "10/6", "10/13", "10/20", "10/27", "11/3", "11/10", "11/17"]


class SampleForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=40)
    id_number = forms.CharField(label=_("身份证号"), help_text=_("18 位，末位可以是 X。"))
    kind = forms.ChoiceField(label=_("方式"), choices=[("talk", _("谈心")), ("visit", _("家访")), ("call", _("通话"))])
    note = forms.CharField(label=_("说了什么"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=_("已告知监护人"), required=False)

    # Always wrong: the style guide shows a field with its error.
    def clean_id_number(self) -> str:
        raise forms.ValidationError(_("身份证号第 18 位应为 X，请核对。"))


def everything() -> dict[str, Any]:
    return {
        "as_of": _NOON,
        "weeks": [61, 64, 70, 66, 72, 58, 75, 78, 80, 82, 84, 86],
        "form": SampleForm({"name": "阿依古丽·买买提", "id_number": "110101201603071234", "kind": "visit"}),
        "empty_form": SampleForm(prefix="empty"),
        "tabs": [
            Tab(_("概况"), "#tabs"),
            Tab(_("家庭"), "#tabs"),
            Tab(_("关爱记录"), "#tabs", count=12),
            Tab(_("体检"), "#tabs", count=2),
            Tab(_("动态"), "#tabs", is_active=True),
        ],
        "chips": [
            Tab(_("全部"), "#chips", is_active=True, count=186),
            Tab(_("到期"), "#chips", count=9),
            Tab(_("未结对"), "#chips", count=3),
            Tab(_("三年级"), "#chips"),
        ],
        "table": _table(),
        "steps": _steps(),
        "import_steps": [_("选择文件"), _("核对"), _("完成")],
        "bars": _bars(),
        "lying": _lying(),
        "lines": _lines(),
        "stacked": _stacked(),
        "calendar": _calendar(),
        "month": _month(),
        "running": Progress("running", "", _("正在核对名册"), done=1240, total=3006, remaining=_("约 8 秒")),
        "failed": Progress(
            "failed",
            "",
            _("没有导入：名册第 2 页缺少“姓名”一列。"),
            state="failed",
            remedy=_("原有资料没有改动。补上这一列后再上传。"),
        ),
        "done": Progress(
            "done", "", _("导入完成：新增 12 人，更新 3 人。"), state="done", next_url="#", next_label=_("查看名单")
        ),
    }


def _table() -> Table:
    names = ["清河镇中心小学", "石桥乡中心小学", "白杨镇初级中学", "双河希望小学", "云台乡九年一贯制学校"]
    rows = [
        Row([name, 1204 - 171 * i, 186 - 23 * i, f"{97 - 6 * i}%", f"{86 - 9 * i}%"], "#table")
        for i, name in enumerate(names)
    ]
    columns = [
        Column(_("学校")),
        *(Column(word, is_number=True) for word in (_("学生"), _("在册"), _("结对率"), _("谈心完成"))),
    ]
    return Table("schools", _("各校本季度情况"), columns, rows)


def _steps() -> list[Step]:
    return [
        Step(_("摸底"), "9月14日", _("186 / 186 人"), "done"),
        Step(_("建档"), "9月25日", _("186 / 186 份"), "done"),
        Step(_("结对"), _("还差 3 人"), _("183 / 186 人"), "due", "#timeline"),
        Step(_("走访"), _("进行中"), _("121 / 186 户"), "now"),
        Step(_("体检"), _("逾期 2 天"), _("3 个班未检"), "alert"),
        Step(_("考核"), "12月31日"),
    ]


def _bars() -> charts.Chart:
    return charts.bars(
        "bars",
        _("各乡镇谈心完成率"),
        labels=["清河镇", "石桥乡", "白杨镇", "双河镇", "云台乡", "马家湾乡"],
        series=[
            charts.Series(_("上季度"), [81, 77, 74, 70, 69, 52], is_past=True),
            charts.Series(_("本季度"), [93, 88, 86, 79, 71, 64]),
        ],
        unit="%",
        target=90,
    )


def _lying() -> charts.Chart:
    names = ["清河镇中心小学", "石桥乡中心小学", "白杨镇初级中学", "双河希望小学", "云台乡九年一贯制学校"]
    return charts.bars(
        "lying",
        _("本周未完成的家访"),
        labels=names,
        series=[charts.Series(_("户"), [21, 14, 9, 5, 1])],
        is_horizontal=True,
    )


def _lines() -> charts.Chart:
    return charts.lines(
        "lines",
        _("每周记录"),
        labels=_WEEKS,
        series=[
            charts.Series(_("谈心"), [210, 342, 361, 355, 120, 0, 372, 380, 391, 402, 398, 411]),
            charts.Series(_("家访"), [40, 66, 71, 80, 22, 0, 92, 101, 99, 110, 116, 121]),
            charts.Series(_("通话"), [140, 152, 160, 149, 90, 30, 166, 170, 171, 169, 180, 176]),
        ],
    )


def _stacked() -> charts.Chart:
    return charts.stacked(
        "stacked",
        _("视力筛查"),
        labels=["一年级", "二年级", "三年级", "四年级", "五年级", "六年级"],
        series=[
            charts.Series(_("正常"), [92, 88, 79, 71, 60, 55], tone="quiet"),
            charts.Series(_("轻度"), [5, 8, 12, 15, 20, 21], tone="soft"),
            charts.Series(_("中度"), [2, 3, 6, 9, 12, 15], tone="due"),
            charts.Series(_("重度"), [1, 1, 3, 5, 8, 9], tone="alert"),
        ],
    )


def _calendar() -> charts.Chart:
    first = date(2026, 9, 1)
    days = (first + timedelta(days=i) for i in range(84))
    return charts.calendar(
        "days", _("每天的关爱记录"), days=[(day, 0 if day.weekday() > 4 else (day.day * 7) % 23) for day in days]
    )


def _month() -> list[list[dict[str, Any]]]:
    first = date(2026, 10, 26)
    days = [first + timedelta(days=i) for i in range(42)]
    events = {
        date(2026, 11, 11): _("三(2)班体检"),
        date(2026, 11, 13): _("家长会"),
        date(2026, 11, 26): _("五(1)班体检"),
    }
    cells = [
        {
            "day": day.day,
            "is_off": day.weekday() > 4 or day.month != 11,
            "is_today": day == date(2026, 11, 23),
            "event": events.get(day, ""),
        }
        for day in days
    ]
    return [cells[i : i + 7] for i in range(0, 42, 7)]
