"""Shared components, with all of their arguments and with few."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from services.web import charts
from services.web.components import Column, Progress, Row, Step, Tab, Table
from services.web.layout import Layout
from tests.web import sample


def rendered(text: str, **given: Any) -> str:
    return Template("{% load components %}" + text).render(Context(given))


class Ids(HTMLParser):
    """Every id of a page, and every id it points to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        for name in ("for", "aria-describedby", "aria-labelledby", "data-chart"):
            self.references += (given.get(name) or "").split()


def style_guide() -> str:
    return render_to_string(
        "style_guide.html", sample.everything() | {"layout": Layout(), "csrf_token": "x", "user": None, "messages": []}
    )


def test_style_guide_shows_every_component_with_valid_references():
    page = Ids(style_guide())

    assert len(page.ids) == len(set(page.ids))
    assert set(page.references) <= set(page.ids)


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_render_without_context_and_show_no_code(code: str):
    page = render_to_string(f"{code}.html")

    assert "回到首页" in page
    assert code not in page


@pytest.mark.parametrize(
    ("part", "whole", "digits", "expected"),
    [
        (43, 50, 0, "86%"),
        # One child is missing: never 100 %.
        (2999, 3000, 0, "99%"),
        (2999, 3000, 1, "99.9%"),
        (3000, 3000, 0, "100%"),
        (0, 7, 0, "0%"),
        (0, 0, 0, "—"),
        (None, 3, 0, "—"),
    ],
)
def test_percent_never_rounds_up_to_complete(part, whole, digits, expected):
    assert rendered("{% percent a b digits=c %}", a=part, b=whole, c=digits) == expected


@pytest.mark.parametrize(
    ("share", "shade"),
    [(None, ""), (0, "heat-1"), (59.9, "heat-1"), (60, "heat-2"), (84.9, "heat-3"), (94.9, "heat-4"), (100, "heat-5")],
)
def test_heat_shade_follows_the_steps(share, shade):
    assert rendered("{{ share|heat }}", share=share) == shade


def test_as_of_is_shown_in_local_time():
    moment = datetime(2026, 11, 23, 2, 42, 7, tzinfo=UTC)

    assert "11月23日 10:42:07" in rendered("{% asof t %}", t=moment)
    assert rendered("{% asof t %}", t=None) == "暂无数据"


def test_unknown_icon_raises():
    with pytest.raises(TemplateSyntaxError, match="no-such"):
        rendered("{% icon 'no-such' %}")


def test_icon_without_a_label_is_hidden_from_screen_readers():
    assert 'aria-label="关闭"' in rendered("{% icon 'x' label='关闭' %}")
    assert 'aria-hidden="true"' in rendered("{% icon 'x' %}")


def test_figure_without_a_value_shows_a_dash_and_no_unit():
    page = rendered("{% figure '发现闭环' None '%' %}")

    assert "—" in page
    assert "%" not in page


def test_figure_links_to_its_rows_and_shows_its_direction():
    page = rendered("{% figure '结对率' '99.0' '%' delta='-4' good=False url='/x/' spark=values %}", values=[1, 2, 4])

    assert 'href="/x/"' in page
    assert "delta-bad" in page
    assert "▼ 4" in page
    assert "0.0,20.0 50.0,14.0 100.0,2.0" in page


def test_breadcrumbs_end_with_the_current_page():
    page = rendered("{% breadcrumbs '全县' '/' '三(2)班' %}")

    assert '<a href="/">全县</a>' in page
    assert '<li aria-current="page">三(2)班</li>' in page


def test_names_are_escaped_in_tables_and_charts():
    # A name typed into a roster reaches tables and charts.
    bad = "<script>x</script>"
    table = Table("t", bad, [Column("名", is_number=False)], [Row([bad], "/x/")])
    chart = charts.bars("c", bad, labels=[bad], series=[charts.Series(bad, [1])])

    page = render_to_string("partials/table.html", {"table": table}) + render_to_string(
        "partials/chart.html", {"chart": chart}
    )

    assert bad not in page


def test_phone_table_labels_numbers_and_drops_empty_cells():
    columns = [Column("谁"), Column("涉及几条", is_number=True), Column("事由")]
    table = Table("audit-log", "留痕", columns, [Row(["王老师", 3, ""])], look="brief")

    text = render_to_string("partials/table.html", {"table": table})

    assert 'class="sheet sheet-brief"' in text
    assert '<span class="narrow-only">涉及几条 </span>3' in text
    assert '<td data-name="事由" class="wide-only">' in text


def test_plain_table_keeps_empty_cells():
    table = Table(
        "plain", "表", [Column("谁"), Column("事由"), Column("几条", is_number=True)], [Row(["王老师", "", 3])]
    )

    text = render_to_string("partials/table.html", {"table": table})

    assert '<td data-name="事由"></td><td data-name="几条" class="number">3</td>' in text


def test_required_error_is_short_unless_the_field_has_its_own():
    class SampleForm(forms.Form):
        name = forms.CharField()
        kind = forms.ChoiceField(choices=[("talk", "谈心")])
        why = forms.CharField(error_messages={"required": "请写明原因。"})

    form = SampleForm({})

    assert [rendered("{{ field|error_messages|join:'' }}", field=form[name]) for name in ("name", "kind", "why")] == [
        "请填写这一项。",
        "请选择一项。",
        "请写明原因。",
    ]


def test_field_references_its_help_and_error():
    form = sample.SampleForm({"name": "", "id_number": "1", "kind": "talk"})

    page = Ids(text := render_to_string("partials/form.html", {"form": form}))

    assert {"id_id_number_helptext", "id_id_number_error"} <= set(page.ids) & set(page.references)
    assert "第 18 位应为 X" in text
    assert text.count('aria-invalid="true"') == 2


@pytest.mark.parametrize(
    ("work", "text", "polls"),
    [
        (Progress("j", "/jobs/1", "正在核对", done=3, total=9), 'max="9" value="3"', True),
        (Progress("j", "/jobs/1", "没有导入", state="failed", remedy="再传一次"), "再传一次", False),
        (Progress("j", "/jobs/1", "完成", state="done", next_url="/x/", next_label="查看"), 'href="/x/"', False),
    ],
)
def test_progress_polls_while_the_job_runs(work, text, polls):
    page = render_to_string("partials/progress.html", {"work": work})

    assert text in page
    assert ("hx-get" in page) is polls


def test_list_of_one_page_has_no_pager():
    assert "<nav" not in render_to_string("partials/pagination.html", {"newer": None, "older": None})
    assert 'rel="next"' in render_to_string("partials/pagination.html", {"newer": None, "older": "?c=1"})


def test_tabs_mark_the_current_page_and_timelines_the_tone():
    tabs = [Tab("概况", "/a", is_active=True), Tab("体检", "/b", count=0)]

    assert 'href="/a" aria-current="page"' in render_to_string("partials/tabs.html", {"tabs": tabs, "label": "资料"})
    assert "timeline-due" in render_to_string("partials/timeline.html", {"steps": [Step("结对", tone="due")]})


def test_empty_list_links_to_the_next_step():
    page = render_to_string(
        "partials/empty.html",
        {"icon": "users", "title": "还没有孩子", "text": "先导入名册。", "action": "/r/", "word": "导入名册"},
    )

    assert 'href="/r/"' in page
