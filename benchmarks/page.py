"""Our page beside nbconvert's own, made of the same executed notebook and opened in Chromium.

    python benchmarks/page.py [NOTEBOOK.ipynb]    [default: outputs/2021/reception.ipynb]

For each: bytes; of these CSS; seconds to make it; scripts; the requests it makes; milliseconds to
the first paint without a network, and on a network that drops packets ("blank" after ten seconds);
rules of axe-core that the page breaks in light and in dark; console errors; whether it has a
contents list. Rows are to be compared with each other, not with another machine's.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat

PROJECT = Path(__file__).resolve().parent.parent
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 10_000  # milliseconds


def ours(notebook: nbformat.NotebookNode) -> str:
    from kcity_analysis.pages import html

    return html.render_report(notebook, provenance=html.Provenance("reception", {"year": 2021}))


def theirs(template: str) -> Any:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name=template)
    return lambda notebook: exporter.from_notebook_node(notebook)[0]


def painted(page: Any) -> str:
    """Milliseconds to the first paint of content, or "blank"."""
    script = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        if (found := page.evaluate(script)) is not None:
            return f"{found:.0f}"
        page.wait_for_timeout(50)
    return "blank"


def opened(
    browser: Any, path: Path, *, drops: bool = False
) -> tuple[Any, list[str], list[str], list[Any]]:
    """The page without network; its requests, its console errors, and what waits for an answer."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    requests: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    # A request that is never answered is what a firewall that drops packets makes of it.
    waiting: list[Any] = []
    keep = (lambda route: waiting.append(route)) if drops else (lambda route: route.abort())
    context.route(re.compile("^https?:"), keep)
    page = context.new_page()
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri(), wait_until="commit")
    return page, requests, errors, waiting


def measured(browser: Any, path: Path) -> list[str]:
    page, requests, errors, _ = opened(browser, path)
    quick = painted(page)
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    page.evaluate(AXE.read_text("utf-8"))
    violations = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        violations.append(str(len(page.evaluate("axe.run()")["violations"])))
    scripts = page.evaluate("document.scripts.length")
    contents = page.evaluate("document.querySelector('nav') !== null")
    page.context.close()
    slow, _, _, waiting = opened(browser, path, drops=True)
    dropped = painted(slow)
    for route in waiting:
        route.abort()
    slow.context.close()
    hosts = [url for url in requests if url.startswith("http")]
    return [
        str(scripts), str(len(hosts)), quick, dropped, "+".join(violations), str(len(errors)),
        "yes" if contents else "no",
    ]  # fmt: skip


def main() -> None:
    from playwright.sync_api import sync_playwright

    given = sys.argv[1] if len(sys.argv) > 1 else PROJECT / "outputs" / "2021" / "reception.ipynb"
    notebook = nbformat.read(given, as_version=4)
    makers = {"ours": ours} | {name: theirs(name) for name in ("lab", "classic", "basic")}
    heads = ["page", "bytes", "CSS", "made, s", "scripts", "requests", "paint", "dropped"]
    heads += ["axe", "errors", "contents"]
    print(" ".join(f"{head:>9}" for head in heads))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, make in makers.items():
            make(notebook)  # imports and templates are loaded once a run
            start = time.process_time()
            text = make(notebook)
            seconds = time.process_time() - start
            path = Path(folder) / f"{name}.html"
            path.write_text(text, encoding="utf-8")
            css = sum(len(found.encode()) for found in re.findall(r"<style.*?</style>", text, re.S))
            row = [name, f"{len(text.encode()):,}", f"{css:,}", f"{seconds:.2f}"]
            print(" ".join(f"{cell:>9}" for cell in row + measured(browser, path)), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
