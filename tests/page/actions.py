"""What people do on the page, in their own words."""

import json
import time
from pathlib import Path
from typing import Any

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ANSWERED = "#session:not([hidden])"


def upload(page: Any, text: str, name: str = "season.yaml") -> None:
    """Choose a file on the tab for files."""
    page.get_by_role("tab", name="Open a file").click()
    page.set_input_files("#file", {"name": name, "mimeType": "text/yaml", "buffer": text.encode()})


def load(page: Any, text: str) -> None:
    """Open a scenario and wait for its answer."""
    upload(page, text)
    page.wait_for_selector(ANSWERED)


def example(name: str) -> str:
    """Return the text of a shipped scenario."""
    return (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")


def part(page: Any, name: str) -> None:
    """Open one part of the answer."""
    page.locator("#parts").get_by_role("tab", name=name).click()


def numbers(page: Any) -> int:
    """Return how many changes have come to a number so far."""
    return len(times(page))


def times(page: Any) -> list[float]:
    """Return how long each change took to its number, by the page's own measurement, milliseconds."""
    return page.evaluate("performance.getEntriesByName('change to number').map((one) => one.duration)")


def move(page: Any, slider: str, key: str = "ArrowRight") -> None:
    """Move a slider one step by the keyboard and wait for the new number."""
    before = numbers(page)
    page.locator(f"#levers input[name={slider}]").press(key)
    for _ in range(1200):
        if numbers(page) > before:
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"no new number after {slider} was moved")


def queue(seconds: float = 0.03) -> float:
    """Return how many times longer work takes here than its own processor time: 1 on a machine with nothing else to do.

    What the page must do at once is promised for such a machine; a test that shares one divides by this.
    """
    start, own = time.perf_counter(), time.thread_time()
    while time.thread_time() - own < seconds:
        pass
    return (time.perf_counter() - start) / seconds


def season(interviews: int = 15, strategies: int = 5, **more: Any) -> str:
    """Return a scenario with that many interviews and strategies, as YAML (JSON is YAML)."""
    settings = ("community", "university_affiliated", "university")
    programs = [
        {
            "name": f"Hospital {number + 1}",
            "specialty": "internal_medicine",
            "setting": settings[number % 3],
            "status": "interviewed",
            "visas": ["j1"],
        }
        for number in range(interviews)
    ]
    extra = {"name": "Extra", "setting": "community", "specialty": "internal_medicine", "status": "interviewed"}
    plans = [
        {"name": f"plan {n}", "edits": [{"add_programs": {**extra, "count": n, "visas": ["j1"]}}]}
        for n in range(1, strategies + 1)
    ]
    person = {"type": "non_us_img", "step2_ck": 238, "years_since_graduation": 4, "visa": "j1"}
    whole = {"name": "Fifteen interviews", "season": 2027, "applicant": person, "programs": programs}
    return json.dumps({**whole, **({"strategies": plans} if plans else {}), **more}, indent=1)
