"""A real browser on the real command: `matchsim app` in a process of its own, Chromium, and what went wrong in either.

The tests need the extras `app` and `browser` and a Chromium, on the path or named by `MATCHSIM_CHROMIUM`. Where one is
missing they are skipped and say so; with `MATCHSIM_DEMAND_BROWSER=1` that is a failure.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 30_000


def _missing() -> str:
    """What these tests need and do not find, in one line; empty if nothing."""
    modules = {"playwright": "browser", "axe_playwright_python": "browser", "starlette": "app", "uvicorn": "app"}
    lacking = sorted({extra for module, extra in modules.items() if find_spec(module) is None})
    if lacking:
        return f"browser tests need: pip install -e '.[{','.join(lacking)}]'"
    if not _chromium():
        return "browser tests need Chromium on the path, or MATCHSIM_CHROMIUM naming it"
    return ""


def _chromium() -> str:
    named = os.environ.get("MATCHSIM_CHROMIUM")
    found = [shutil.which(name) for name in ([named] if named else CHROMIUM_NAMES)]
    return next((path for path in found if path), "")


@pytest.fixture(scope="session", autouse=True)
def _needs() -> None:
    missing = _missing()
    if missing and os.environ.get("MATCHSIM_DEMAND_BROWSER") == "1":
        pytest.fail(f"{missing} (MATCHSIM_DEMAND_BROWSER=1 demands these tests)")
    if missing:
        pytest.skip(missing)


class Served(NamedTuple):
    """A running `matchsim app`: its address and its process."""

    url: str
    process: subprocess.Popen[str]


@pytest.fixture(scope="session")
def served(_needs: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page, served by the command itself on a free port."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "simulator", "app", "--no-browser", "--port", "0"]
    log = tmp_path_factory.mktemp("app") / "log.txt"
    with log.open("w+", encoding="utf-8") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=written, stderr=written)
        try:
            yield Served(_address(process, log), process)
        finally:
            process.terminate()
            process.wait(20)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    import time

    for _ in range(600):
        found = re.search(r"http://(?:127\.0\.0\.1|localhost):\d+", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"matchsim app gave no address:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def browser(_needs: None) -> Iterator[Any]:
    """One Chromium for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


class Watch:
    """What a page said to the console, what it threw, and what it asked of others than its own server."""

    def __init__(self, page: Any, origin: str) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self._request(request.url, origin))

    def _request(self, url: str, origin: str) -> None:
        if not url.startswith((f"{origin}/", "blob:", "data:")):
            self.asked.append(url)

    def faults(self, refusals: bool) -> list[str]:
        """Return what is wrong; answers 4xx that a test provoked are none if `refusals`."""
        said = [text for text in self.said if not (refusals and re.search(r"status of 4\d\d", text))]
        return said + [f"asked elsewhere: {url}" for url in self.asked]


@pytest.fixture
def visit(browser: Any, served: Served, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Return a way to open the page in a window of its own; afterwards nothing may have gone wrong in it.

    Seasons are simulated in the background only with `simulate=True`; other arguments are those of a window.
    A test that provokes refusals is marked ``@pytest.mark.usefixtures("refusals")``.
    """
    with _windows(browser, served.url, "refusals" in request.fixturenames) as opened:
        yield opened


@pytest.fixture
def refusals() -> None:
    """The test provokes answers 4xx, which browsers report as errors."""


@contextmanager
def _windows(browser: Any, url: str, refusals: bool) -> Iterator[Any]:
    contexts, watches = [], []

    def opened(simulate: bool = False, **options: Any) -> Any:
        context = browser.new_context(accept_downloads=True, **options)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        contexts.append(context)
        watches.append(Watch(page, url))
        page.goto(url)
        page.wait_for_selector("body[data-ready]")
        if not simulate:
            page.evaluate("document.getElementById('refine-on').checked = false")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not [fault for watch in watches for fault in watch.faults(refusals)]
