"""Many at once, and people who leave."""

import json
import time
from typing import Any

import psutil
import pytest

from tests.page.actions import ANSWERED, load, season

SESSIONS = 20
IDLE_SHARE = 0.05  # of one processor, over a second: a server that only waits uses far less
PATIENCE_S = 30


@pytest.mark.usefixtures("refusals")
def test_twenty_sessions_at_once(visit: Any) -> None:
    """A question that finds the server busy (429) is asked again by the page; nobody is told of trouble."""
    texts = [season(interviews=3 + number % 8, strategies=2) for number in range(SESSIONS)]
    pages = [visit() for _ in range(SESSIONS)]
    for page, text in zip(pages, texts, strict=True):
        page.get_by_role("tab", name="Open a file").click()
        page.set_input_files("#file", {"name": "s.yaml", "mimeType": "text/yaml", "buffer": text.encode()})
    for page in pages:
        page.wait_for_selector(ANSWERED)
    for page in pages:
        page.locator("#levers input[name=community_interviews]").press("ArrowRight")
    for page in pages:
        page.wait_for_selector("#as-it-stands:not([hidden])")
        assert not page.is_visible("#trouble")
    assert len({page.inner_text("#big") for page in pages}) > 3  # each its own answer


def _work(process: psutil.Process, seconds: float = 1.0) -> float:
    def used() -> float:
        return sum(sum(one.cpu_times()[:2]) for one in [process, *process.children(recursive=True)])

    before = used()
    time.sleep(seconds)
    return (used() - before) / seconds


def test_a_window_closed_during_a_run_leaves_no_work(visit: Any, served: Any) -> None:
    page = visit()
    load(page, season(15, 5))
    begin = """async (body) => {
      const reply = await fetch("/api/refine", {method: "POST", headers: {"Content-Type": "application/json"}, body});
      const {job} = await reply.json();
      window.heard = 0;
      const events = new EventSource(`/api/refine/${job}`);
      events.addEventListener("progress", (event) => { window.heard = JSON.parse(event.data).done; });
    }"""
    silent = {
        "name": "Silent",
        "count": 60,
        "status": "applied",
        "specialty": "internal_medicine",
        "setting": "community",
    }
    long = {"name": "long", "season": 2027, "applicant": {"type": "us_md"}, "programs": [silent]}
    page.evaluate(begin, json.dumps({"scenario": long, "levers": {}, "replicates": 2_000_000, "id": 1}))
    for _ in range(400):
        if page.evaluate("window.heard") > 0:
            break
        page.wait_for_timeout(50)
    process = psutil.Process(served.process.pid)
    assert _work(process) > IDLE_SHARE  # it is at work
    page.context.close()
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and _work(process) > IDLE_SHARE:
        pass
    assert _work(process) < IDLE_SHARE
