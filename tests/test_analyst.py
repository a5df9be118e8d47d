"""What an analyst types in a notebook, in a line each, in a kernel as JupyterLab starts one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from jupyter_client.manager import KernelManager
from PIL import Image

import kcity_analysis as kc
from kcity_analysis.register import write_example_register

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[1]


@dataclass
class Shown:
    """What a cell shows: each output's forms, or the lines of its error."""

    data: dict[str, Any]
    error: list[str]
    printed: str

    @property
    def text(self) -> str:
        assert self.error == []
        return str(self.data.get("text/plain", ""))


class Notebook:
    """A kernel in a folder, asked as a cell asks it."""

    def __init__(self, folder: Path) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(cwd=str(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def __call__(self, code: str) -> Shown:
        data: dict[str, Any] = {}
        error: list[str] = []
        printed = ""

        def hear(message: dict[str, Any]) -> None:
            nonlocal data, error, printed
            content = message["content"]
            if message["msg_type"] in ("execute_result", "display_data"):
                data = content["data"]
            elif message["msg_type"] == "error":
                error = content["traceback"]
            elif message["msg_type"] == "stream":
                printed += content["text"]

        self.client.execute_interactive(code, output_hook=hear, timeout=120)
        return Shown(data, error, printed)

    def end(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An analyst's folder, which is not in the project, with a register in it."""
    made = tmp_path_factory.mktemp("analyst")
    write_example_register(made / "applications.xlsx", 2021)
    return made


@pytest.fixture(scope="module")
def cell(folder: Path) -> Iterator[Notebook]:
    notebook = Notebook(folder)
    try:
        assert notebook("import kcity_analysis as kc").error == []
        yield notebook
    finally:
        notebook.end()


def value(cell: Notebook, line: str) -> Any:
    """What a line gives, as JSON."""
    shown = cell(f"import json; print(json.dumps({line}, default=str))")
    assert shown.error == []
    return json.loads(shown.printed)


# -- The table: each in a line


def test_reception_by_region_all_years_is_a_wide_table_in_declared_order(cell):
    shown = cell('kc.wide("region", stage="reception")')
    assert "39" in shown.data["text/html"] and "<table" in shown.data["text/html"]
    regions = [
        "New Southern", "New Northern", "Central and South America", "Africa", "Middle East",
        "Europe", "North America", "Asia-Pacific (other)", "not itemised",
    ]  # fmt: skip
    assert value(cell, "list(kc.wide('region').index)") == regions
    assert value(cell, "list(kc.wide('region').columns)") == [2020, 2021, 2022, 2023]
    # 80 less 39, 27 and 9; 111 less 35, 33 and 19.
    columns = "[kc.wide('region')[y].dropna().tolist() for y in (2020, 2021)]"
    assert value(cell, columns) == [[39, 27, 9, 5], [35, 33, 19, 24]]
    assert value(cell, "kc.wide('total').loc['all'].tolist()") == [80, 111, 33, 30]


def test_a_wide_table_tells_a_range_from_what_the_year_did_not_have(cell):
    text = "kc.wide('type', 'selection', what='text').loc[{!r}].tolist()"
    assert value(cell, text.format("planning"))[:3] == ["–", "–", "8"]
    assert value(cell, "kc.wide(what='text').loc['Africa', 2021]") == "5 to 18"
    ends = "[int(kc.wide(what=end).loc['Africa', 2021]) for end in ('least', 'most')]"
    assert value(cell, ends) == [5, 18]
    assert value(cell, "kc.wide('total', 'selection').loc['all'].tolist()")[:4] == [12, 11, 10, 8]


def test_a_chart_of_a_report_is_retitled_recoloured_and_saved_for_a_slide(cell, folder):
    line = 'kc.reception(2021).by("region").save("slide.png", title="제목", colours="#0b6e4f")'
    assert cell(line).error == []
    with Image.open(folder / "slide.png") as image:
        picture = image.convert("RGBA")
    assert picture.getextrema()[3] == (255, 255)  # opaque
    colours = {colour[:3] for _, colour in picture.getcolors(1 << 24)}
    assert (0x0B, 0x6E, 0x4F) in colours
    assert (0x00, 0x5B, 0x96) not in colours  # the house's blue
    width, height = picture.size
    for box in ((0, 0, width, 1), (0, height - 1, width, height),
                (0, 0, 1, height), (width - 1, 0, width, height)):  # fmt: skip
        assert picture.crop(box).convert("L").getextrema() == (255, 255)  # nothing is clipped
    shown = cell('kc.reception(2021).by("region").chart(title="Mine", colours=["teal", "gold"])')
    assert "image/png" in shown.data


@pytest.mark.parametrize("name", ["Vietnam", "베트남", "VN", "VNM", "Viet Nam", "vietnam"])
def test_the_projects_of_a_country_by_any_spelling_with_budgets(cell, name):
    # 2020: none. 2021: Haiphong, 200 to 300 million won (engdaily-2021-06-23).
    cities = value(cell, f"kc.projects({name!r})[['year', 'city']].values.tolist()")
    assert [2021, "Haiphong"] in cities
    haiphong = f"kc.projects({name!r}).query(\"city == 'Haiphong' and year == 2021\")"
    budget = f"{haiphong}[['budget_low_krw', 'budget_high_krw']].values.tolist()"
    assert value(cell, budget) == [[200_000_000, 300_000_000]]
    assert "200 to 300 million won" in cell(f"kc.projects({name!r})").data["text/html"]


def test_projects_are_of_a_year_or_of_a_country_and_a_year_too(cell):
    assert value(cell, "len(kc.projects(2021))") == 11
    assert value(cell, "kc.projects('Vietnam', year=2021)['city'].tolist()") == ["Haiphong"]


def test_the_shares_of_each_region_year_by_year(cell):
    # 39, 27, 9 and 5 of 80; 35, 33, 19 and 24 of 111; half away from zero.
    shares = "[kc.shares('region')[y].dropna().tolist() for y in (2020, 2021)]"
    assert value(cell, shares) == [[48.8, 33.8, 11.3, 6.3], [31.5, 29.7, 17.1, 21.6]]
    assert value(cell, "kc.shares('region', what='text').loc['Africa', 2021]") == "4.5 to 16.2"


def test_a_register_is_read_filtered_and_counted(cell):
    assert value(cell, "len(kc.read_register('applications.xlsx', year=2021).cases)") == 111
    by = "kc.tabulate('applications.xlsx', years=2021, by=['type', 'region'])"
    rows = value(cell, f"{by}.values.tolist()")
    counts = {(kind, region): cases for kind, region, cases, _ in rows}
    # The release of 2021: 57, 40 and 14 cases of the types; 35 of the New Southern countries.
    assert sum(counts.values()) == 111
    kinds = {kind: sum(n for (one, _), n in counts.items() if one == kind) for kind, _ in counts}
    assert kinds == {
        "urban-development planning": 57, "solution planning": 40, "overseas demonstration": 14,
    }  # fmt: skip
    assert sum(n for (_, region), n in counts.items() if region == "New Southern") == 35


def test_a_register_is_counted_by_day_month_and_applicant(cell):
    for by in ("day", "month", "applicant"):
        line = f"kc.tabulate('applications.xlsx', years=2021, by={by!r})"
        assert value(cell, f"int({line}['cases'].sum())") == 111, by
    filtered = "kc.read_register('applications.xlsx').cases.query(\"country == 'TUR'\")"
    month = value(cell, f"kc.tabulate({filtered}, by='country').values.tolist()")
    assert month[0][0] == "TUR" and len(month) == 1


def test_a_file_counted_without_columns_is_the_figures_frame(cell):
    line = "kc.tabulate('applications.xlsx', years=[2021]).query(\"dimension == 'total'\")"
    assert value(cell, f"{line}['value'].tolist()") == [111, 39]
    assert "<table" in cell(line).data["text/html"]


def test_region_and_both_names_of_a_country(cell):
    columns = "[['iso3', 'name_en', 'name_ko', 'region']].values.tolist()"
    for name in ("터키", "Türkiye", "TR"):
        assert value(cell, f"kc.countries({name!r}){columns}") == [
            ["TUR", "Turkey", "튀르키예", "New Northern"]
        ]
    assert value(cell, f"kc.countries(['NA', '대한민국']){columns}")[0] == [
        "NAM", "Namibia", "나미비아", "Africa",
    ]  # fmt: skip
    assert value(cell, "len(kc.countries()) > 190")


def test_what_is_wrong_with_a_year_and_with_a_figure(cell):
    said = " ".join(value(cell, "kc.caveats(2021)['caveat'].tolist()"))
    assert "27 of 40" in said  # the fields of 2021 are published of part of the cases
    doubtful = "kc.caveats(2021).query(\"about != ''\")['about'].tolist()"
    assert "Total, countries, 2020–2021: 39" in value(cell, doubtful)
    assert cell("kc.caveats()").error == []


def test_why_a_figure_is_what_it_is(cell):
    # Five African countries are named for 2021, so that there were five cases at least.
    facts = "kc.why(2021, 'Africa').query(\"end == 'least'\")['fact'].str.split().str[-1].tolist()"
    named = sorted(value(cell, facts.replace(".split()", ".replace(',', '').str.split()")))
    assert {"Ghana", "Nigeria", "Morocco", "Botswana"} <= set(named) and len(named) == 5
    row = "kc.figures(2021).query(\"category == 'Africa' and measure == 'countries'\").iloc[:1]"
    assert value(cell, f"sorted(set(kc.why({row})['value']))") == [5, 9]
    assert value(cell, "kc.why(2021)['value'].unique().tolist()") == [111]


def test_a_workbook_that_colleagues_can_read(cell, folder):
    line = (
        "kc.workbook('all.xlsx', kc.figures(2021), kc.reception(2021).by('region'), "
        "kc.tabulate('applications.xlsx', years=2021, by='month'), title='For you')"
    )
    assert cell(line).error == []
    book = openpyxl.load_workbook(folder / "all.xlsx")
    contents, *tables = book.worksheets
    assert contents["A1"].value == "For you"
    assert len(tables) == 3
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
    for number, sheet in enumerate(tables, start=1):
        assert sheet["A1"].value and sheet["A2"].value, "a title and a note"
        assert contents.cell(3 + number, 1).value == sheet.title
        assert contents.cell(3 + number, 2).value == sheet["A1"].value
        frame = pd.read_excel(
            folder / "all.xlsx", sheet_name=sheet.title, header=2, engine="openpyxl"
        )
        assert len(frame) and not [name for name in frame if str(name).startswith("Unnamed")]
    regions = pd.read_excel(
        folder / "all.xlsx", sheet_name=tables[1].title, header=2, index_col=0, engine="openpyxl"
    )
    assert regions.loc["New Southern", "Cases"] == 35  # a number
    assert regions.loc["Africa", "Cases"] == "5 to 18"
    assert regions.iloc[-1]["Countries"] == 39


def test_a_whole_report_is_a_workbook_of_all_its_tables(cell, folder):
    assert cell("kc.reception(2021).save('report.xlsx')").error == []
    book = openpyxl.load_workbook(folder / "report.xlsx")
    titles = [sheet["A1"].value for sheet in book.worksheets]
    assert titles[0] == "Applications received, 2021"
    assert any("by region" in title for title in titles[1:])
    data = pd.read_excel(
        folder / "report.xlsx", sheet_name=book.sheetnames[-1], header=2, engine="openpyxl"
    )
    total = data.query("dimension == 'total' and measure == 'cases' and year == 2021")
    assert total["value"].iloc[0] == 111
    frame = kc.reception(2021).tidy
    assert len(data) == len(frame)


# -- What is expected of kc.figures


def test_the_figures_of_a_year_begin_with_its_totals_as_whole_numbers(cell):
    first = "kc.figures(2021)[['stage', 'dimension', 'measure', 'value']].head(2).values.tolist()"
    assert value(cell, first) == [
        ["reception", "total", "cases", 111], ["reception", "total", "countries", 39],
    ]  # fmt: skip
    types = "kc.figures(2021)[['value', 'least', 'most']].dtypes.astype(str).tolist()"
    assert value(cell, types) == ["Int64"] * 3
    assert value(cell, "(kc.figures()['first_year'] == kc.figures()['year']).all()") == "True"
    assert value(cell, "sorted(set(kc.figures()['measure']))") == ["cases", "countries"]


def test_nothing_is_called_published_that_no_source_prints(cell):
    said = "kc.figures().query(\"basis == 'published'\")"
    assert value(cell, f"int({said}['value'].isna().sum())") == 0
    assert value(cell, f"int(({said}['sources'] == '').sum())") == 0


def test_cumulative_counts_and_money_stand_apart(cell):
    line = "kc.cumulative(2021, 'selection').query(\"dimension == 'total'\")"
    assert value(cell, f"{line}.set_index('measure')['value'].to_dict()") == {
        "cases": 23, "countries": 19, "cities": 21,
    }  # fmt: skip
    money = (
        "kc.budgets(2021).query(\"about == 'Total support'\")[['least', 'most']].values.tolist()"
    )
    assert value(cell, money) == [[4_200_000_000, 4_200_000_000]]


@pytest.mark.parametrize(
    "line", ["kc.figures(2021)", "kc.tabulate('applications.xlsx', years=2021)"]
)
def test_a_frame_shows_a_summary_a_table_and_a_chart_and_is_a_frame(cell, line):
    html = cell(line).data["text/html"]
    assert html.count("<svg") == 1 and html.count("<table") == 1
    assert len(re.findall("<tr", html)) < 25
    assert value(cell, f"__import__('pandas').api.types.is_list_like({line}.index)")
    kept = f"type({line}.query(\"dimension == 'region'\")).__mro__[1].__name__"
    assert value(cell, kept) == "DataFrame"


def test_a_frame_that_lost_its_columns_is_still_shown(cell):
    assert "111" in cell("kc.figures(2021)[['value']]").data["text/html"]
    assert "<table" in cell("kc.figures(2021).groupby('stage')[['value']].sum()").data["text/html"]
    assert cell("kc.figures(2021)['value']").text.startswith("0")
    assert "<table" in cell("kc.figures(2021)[:0]").data["text/html"]


def test_text_in_a_frame_is_never_html(cell):
    line = "kc.projects('Vietnam').assign(city='<b>x</b>')"
    assert "<b>x</b>" not in cell(line).data["text/html"]
    assert "<b>x" not in cell(line + "[['city']]").data["text/html"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("kc.read_register('applications.xlsx')", "111"),
        ("kc.restore('A total of 39 cases were received from 111 countries.')", "proved"),
        ("kc.reception(2021)", "111"),
        ("kc.overlap(39, [24, 16, 12])", "several_least=7"),
    ],
)
def test_what_functions_return_shows_itself_in_a_few_lines(cell, line, says):
    shown = cell(line)
    assert says in shown.text
    assert len(shown.text.splitlines()) <= 25


# -- Errors for people


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('kc.figures("2021")', "year is the text '2021': a number is wanted, 2021"),
        ('kc.reception("2021")', "year is the text '2021': a number is wanted, 2021"),
        ('kc.compare(2021, "2020")', "base_year is the text '2020': a number is wanted, 2020"),
        ('kc.bounds("2021")', "year is the text '2021': a number is wanted, 2021"),
        ("kc.figures(2031)", "no figures of 2031 were published; there are figures of 2020"),
        ("kc.projects('Vietnm')", "'Vietnm' is no known country; did you mean Vietnam (VNM)?"),
        ("kc.resolve_country('Vietnm')", "'Vietnm' is no known country; did you mean Vietnam"),
        ("kc.wide('regions')", "by is 'regions'; it is one of total, region"),
        ("kc.why(2021, 'Afrika')", "'Afrika' is no known country"),
        ("kc.reception(2021).by('region').chart(colours='blau')", "'blau' is no colour"),
    ],
)
def test_an_error_for_a_person_is_two_lines_and_says_where(cell, line, says):
    shown = cell(f"# a comment\nfound = {line}")
    assert len(shown.error) == 2
    assert says in shown.error[0]
    assert shown.error[1] == f"  in line 2: found = {line}"


def test_an_error_of_code_keeps_its_whole_traceback(cell):
    assert len(cell("1 / 0").error) > 2


def test_a_file_is_looked_for_in_three_places_and_the_error_names_them(cell, folder):
    (error, _) = cell("kc.read_register('nowhere.xlsx')").error
    assert error == (
        f"InputError: there is no nowhere.xlsx; looked for in {folder}, {PROJECT}, "
        f"{PROJECT / 'notebooks'}"
    )
    assert "nowhere.xlsx" in cell("kc.reception(2021, register='nowhere.xlsx')").error[0]
    synthetic = "data/examples/release_synthetic.txt"  # of the project, not of this folder
    assert cell(f"kc.release_check({synthetic!r})").error == []


def test_everything_of_the_front_door_has_a_docstring_and_stands_in_the_list_of_tab(cell):
    names = value(cell, "[n for n in dir(kc) if not n.startswith('_')]")
    wanted = {"wide", "shares", "projects", "tabulate", "read_register", "countries", "caveats"}
    assert wanted | {"why", "workbook", "figures", "cumulative", "budgets"} <= set(names)
    reply = cell.client.complete("kc.wi", 5, reply=True, timeout=30)
    assert "wide" in [match.removeprefix("kc.") for match in reply["content"]["matches"]]
    assert value(cell, "[n for n in dir(kc) if not getattr(kc, n).__doc__]") == []
