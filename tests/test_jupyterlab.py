"""Each notebook in JupyterLab itself: opened in Chromium, run whole, with no error in sight."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from colours_seen import contrast, linear
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from kcity_analysis.register import write_example_register

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).parents[1]
NOTEBOOKS = sorted(path.stem for path in PROJECT.glob("notebooks/*.ipynb"))

# In the page: the notebook in front, as JupyterLab keeps it (cells out of view are not drawn).
OPEN_AND_RUN = """async ([path, source]) => {
    const app = window.jupyterapp;
    [...app.shell.widgets("main")].forEach(widget => widget.dispose());
    const panel = await app.commands.execute("docmanager:open", {path});
    await panel.context.ready;
    await panel.sessionContext.ready;
    const until = async condition => {
        for (let tries = 0; !condition(); tries++) {
            if (tries > 600) throw new Error("waited a minute in vain");
            await new Promise(resolve => setTimeout(resolve, 100));
        }
    };
    await until(() => panel.sessionContext.kernelDisplayName !== "No Kernel"
        && panel.sessionContext.session?.kernel?.status === "idle");
    app.shell.activateById(panel.id);
    const cells = () => [...Array(panel.content.model.cells.length).keys()]
        .map(index => panel.content.model.cells.get(index).toJSON());
    if (source) {
        const index = cells().findIndex(cell => (cell.metadata.tags ?? []).includes("parameters"));
        panel.content.model.cells.get(index).sharedModel.setSource(source);
    }
    await app.commands.execute("notebook:run-all-cells");
    await until(() => panel.sessionContext.session?.kernel?.status === "idle");
    return cells();
}"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on a copy of the notebooks, started as anybody starts one."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(PROJECT / "notebooks", home / "notebooks")
    write_example_register(home / "notebooks" / "beside.xlsx", 2021)
    # Where `make` puts the settings, JupyterLab looks for them however it is started.
    settings = home / "etc" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    shutil.copy(PROJECT / "notebooks" / ".jupyterlab" / "overrides.json", settings)
    places = {
        "JUPYTER_CONFIG_PATH": home / "etc",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
    }
    port = free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
        "--IdentityProvider.token=", f"--notebook-dir={home}", "--expose-app-in-browser",
    ]  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    log = (home / "log").open("wb")
    own = os.environ | {name: str(place) for name, place in places.items()}
    server = subprocess.Popen(command, cwd=home, stdout=log, stderr=log, env=own)
    try:
        for _ in range(300):
            try:
                with urlopen(f"{address}/api/status", timeout=2):
                    break
            except OSError:
                assert server.poll() is None, (home / "log").read_text()
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


@pytest.fixture(scope="module")
def page(browser: Any, lab: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    opened = context.new_page()
    opened.goto(f"{lab}/lab/tree/notebooks/START.md?reset")
    opened.wait_for_function("window.jupyterapp !== undefined", timeout=60_000)
    opened.evaluate("window.jupyterapp.restored.then(() => true)")
    yield opened
    context.close()


def errors(cells: list[dict[str, Any]]) -> list[str]:
    return [
        f"{output['ename']}: {output['evalue']}"
        for cell in cells
        for output in cell.get("outputs", [])
        if output["output_type"] == "error"
    ]


def test_the_start_page_is_shown_and_leads_to_every_notebook(page):
    page.locator(".jp-MarkdownViewer h1").wait_for()
    links = page.locator(".jp-MarkdownViewer td a").all_text_contents()
    assert sorted(links) == NOTEBOOKS


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_whole_without_an_error(page, name):
    cells = page.evaluate(OPEN_AND_RUN, [f"notebooks/{name}.ipynb", None])
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(code) >= 4
    assert errors(cells) == []
    assert [cell["source"] for cell in code if cell["execution_count"] is None] == []


def test_another_year_and_run_all_is_all_it_takes(page):
    source = "year: int = 2023\nlanguage: str = 'en'"
    cells = page.evaluate(OPEN_AND_RUN, ["notebooks/selection.ipynb", source])
    assert errors(cells) == []
    shown = json.dumps([cell.get("outputs") for cell in cells])
    assert "selected in 2023" in shown and "selected in 2021" not in shown


# In the page: a notebook of one's own, with one cell.
WRITE_AND_RUN = """async ([name, source]) => {
    const content = {cells: [{cell_type: "code", id: "one", metadata: {}, source, outputs: [],
        execution_count: null}], metadata: {kernelspec: {name: "python3", display_name: "Python 3"},
        language_info: {name: "python"}}, nbformat: 4, nbformat_minor: 5};
    const contents = window.jupyterapp.serviceManager.contents;
    await contents.save(name, {type: "notebook", format: "json", content});
}"""


def run_lines(page: Any, source: str, name: str = "notebooks/mine.ipynb") -> dict[str, Any]:
    page.evaluate(WRITE_AND_RUN, [name, source])
    (cell,) = page.evaluate(OPEN_AND_RUN, [name, None])
    return cell


def test_an_error_is_two_lines_as_the_analyst_sees_it(page):
    run_lines(page, 'import kcity_analysis as kc\n\nkc.figures("2021")')
    shown = page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").last
    shown.wait_for()
    assert shown.inner_text().splitlines() == [
        "InputError: year is the text '2021': a number is wanted, 2021",
        '  in line 3: kc.figures("2021")',
    ]


def test_a_file_is_found_beside_the_notebook_and_in_the_project(page):
    lines = "import kcity_analysis as kc\nkc.tabulate({!r}, by='stage', years=2021)"
    for path in ("beside.xlsx", "data/examples/register_synthetic.csv"):
        cell = run_lines(page, lines.format(path))
        assert errors([cell]) == []
        assert "111" in json.dumps(cell["outputs"])


def test_a_file_that_is_nowhere_is_said_to_be_with_the_places(page):
    cell = run_lines(page, "import kcity_analysis as kc\nkc.read_register('gone.xlsx')")
    (error,) = errors([cell])
    assert "there is no gone.xlsx; looked for in " in error
    assert "/notebooks" in error and str(PROJECT) in error


def test_tab_lists_what_the_package_and_a_report_offer(page):
    run_lines(page, "import kcity_analysis as kc\nfound = kc.reception(2021)")
    page.evaluate("window.jupyterapp.commands.execute('notebook:insert-cell-below')")
    page.locator(".jp-Notebook:visible .jp-CodeCell .cm-content").last.click()
    for typed, offered in (("kc.wi", "wide"), ("kc.co", "countries"), ("found.b", "by")):
        # One match is written out, several are listed. JupyterLab gives up on a kernel that is slow
        # to answer, so that Tab is pressed until it does.
        shown = page.locator(".jp-Completer-match, .jp-Notebook .cm-line")
        for _ in range(20):
            page.keyboard.press("Control+A")
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
            with suppress(PlaywrightTimeout):
                shown.filter(has_text=offered).first.wait_for(timeout=3000)
                break
            page.keyboard.press("Escape")
        assert shown.filter(has_text=offered).count(), offered
        page.keyboard.press("Escape")


def test_the_export_menu_has_the_entry_that_the_start_page_names(page):
    guide = (PROJECT / "notebooks" / "START.md").read_text("utf-8")
    entry = re.search(r"Save and Export Notebook As → (\w+)\*", guide)[1]
    page.evaluate(OPEN_AND_RUN, ["notebooks/selection.ipynb", None])
    page.get_by_role("menuitem", name="File", exact=True).click()
    labels = page.locator(".lm-Menu-itemLabel")
    labels.filter(has_text="Save and Export Notebook As").hover()
    labels.filter(has_text=re.compile(f"^{entry}$")).wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


# Of every text of a report in view: its colour and that of what it stands on.
COLOURS = """() => {
    const ground = element => {
        const colour = getComputedStyle(element).backgroundColor;
        return /rgba\\(.*, 0\\)/.test(colour) ? ground(element.parentElement) : colour;
    };
    const texts = "caption, .kc-table th, .kc-table td, .kc-say, .kc-card span, .kc-card strong";
    return [...document.querySelectorAll(`.jp-OutputArea :is(${texts})`)]
        .filter(element => element.checkVisibility() && element.textContent.trim())
        .map(element => [getComputedStyle(element).color, ground(element)]);
}"""


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_tables_and_charts_can_be_read_in_either_theme(page, theme):
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
        f"JupyterLab {theme}",
    )
    page.wait_for_function(
        "light => document.body.dataset.jpThemeLight === String(light)", arg=theme == "Light"
    )
    page.evaluate(OPEN_AND_RUN, ["notebooks/selection.ipynb", None])
    page.locator(".kc-chart").first.scroll_into_view_if_needed()
    page.locator(".kc-table").first.scroll_into_view_if_needed()
    pairs = {tuple(pair) for pair in page.evaluate(COLOURS)}
    assert len(pairs) >= 2
    for pair in pairs:
        text, ground = ("".join(f"{int(v):02x}" for v in re.findall(r"\d+", c)[:3]) for c in pair)
        assert contrast(linear(text), linear(ground)) >= 4.5, pair
    accent = "getComputedStyle(document.querySelector('.kc-chart')).getPropertyValue('--kc-accent')"
    assert page.evaluate(accent) == {"Light": "#005b96", "Dark": "#62b8ea"}[theme]
