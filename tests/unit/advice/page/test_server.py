"""Every address of the page's server: what it answers, what it refuses, and that it stays within its bounds."""

from __future__ import annotations

import http.client
import json
import socket
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from simulator.advice.page import desk as desks
from simulator.advice.page import jobs
from simulator.advice.session.downloads import KINDS
from simulator.advice.session.session import Session
from simulator.pipeline import run
from tests.unit.advice.page.conftest import Server

ROOT = Path(__file__).resolve().parents[4]
MANY = 1_300_000  # seasons that take long, and not so many that a kernel is compiled for them


def events(server: Server, job: str) -> list[tuple[str, dict[str, Any]]]:
    found = server.ask("GET", f"/api/refine/{job}")
    assert found.headers["content-type"].startswith("text/event-stream")
    parts = [part.split("\n") for part in found.body.decode().split("\n\n") if part.startswith("event: ")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in parts]


def test_start_and_examples(server: Server):
    started = server.ask("GET", "/api/start")
    assert started.status == 200
    assert {"version", "form", "levers", "examples"} <= set(started.data)
    file = started.data["examples"][0]["file"]
    found = server.ask("GET", f"/api/example/{file}").data
    assert found["yaml"] == (ROOT / "scenarios" / file).read_text("utf-8")
    assert server.ask("POST", "/api/check", {"scenario": found["scenario"]}).status == 200


@pytest.mark.parametrize(
    "path", ["/api/example/nope.yaml", "/api/example/..%2f..%2fpyproject.toml", "/nope", "/static/..%2fserver.py"]
)
def test_what_is_not_there_is_said_to_be_so(server: Server, path: str):
    found = server.ask("GET", path)
    assert found.status == 404
    assert found.data["error"]


def test_check_takes_text_data_and_form(server: Server, data: dict[str, Any]):
    text = (ROOT / "scenarios" / "november_four_interviews.yaml").read_text("utf-8")
    by_text = server.ask("POST", "/api/check", {"yaml": text}).data
    by_data = server.ask("POST", "/api/check", {"scenario": by_text["scenario"]}).data
    assert by_data == by_text
    assert server.ask("POST", "/api/check", {"yaml": by_text["yaml"]}).data["scenario"] == by_text["scenario"]
    person = {"applicant.type": "non_us_img", "specialty": "internal_medicine", "counts.community.strong": 3}
    by_form = server.ask("POST", "/api/check", {"form": person}).data
    assert by_form["scenario"]["programs"][0]["count"] == 3
    assert "community_interviews" in by_form["levers_available"]


@pytest.mark.parametrize(
    ("body", "line", "field"),
    [
        ({"yaml": "name: a\nseason: 2027\napplicant:\n  type: martian\n"}, 4, "applicant.type"),
        ({"yaml": "name: a\nprograms_file: /etc/passwd\n"}, 2, "programs_file"),
        ({"yaml": "\ufffdPNG\r\n\x1a\n"}, None, ""),
        ({"form": {"applicant.type": "us_md"}}, None, "specialty"),
        (
            {"form": {"applicant.type": "us_md", "specialty": "neurology", "applicant.step2_ck": 900}},
            None,
            "applicant.step2_ck",
        ),
        ({"scenario": {"name": "a", "season": 2027, "applicant": {"type": "us_md"}, "x": 1}}, None, "x"),
    ],
)
def test_faults_come_with_place_and_words(server: Server, body: dict[str, Any], line: int | None, field: str):
    found = server.ask("POST", "/api/check", body)
    assert found.status == 422
    assert (line, field) in {(fault["line"], fault["field"]) for fault in found.data["faults"]}
    assert all(fault["text"] for fault in found.data["faults"])


def test_answer_is_the_engines(server: Server, data: dict[str, Any]):
    found = server.ask("POST", "/api/answer", {"scenario": data, "id": 41}).data
    assert found["id"] == 41
    known = run(Session().read_data(data).scenario, workers=1)
    assert found["probability"] == pytest.approx(known.match.exact, abs=1e-9)
    moved = server.ask("POST", "/api/answer", {"scenario": data, "levers": {"practice": 0.5}, "id": 42}).data
    assert moved["probability"] == pytest.approx(known.compared[0].match.exact, abs=1e-6)


def test_what_comes_later_has_addresses_of_its_own(server: Server, data: dict[str, Any]):
    assert server.ask("POST", "/api/season", {"scenario": data}).data["fan"]["dates"]
    assert server.ask("POST", "/api/moves", {"scenario": data}).data["moves"]
    assert {"fan", "moves", "plan"} <= set(server.ask("POST", "/api/answer", {"scenario": data}).data)


def test_what_takes_seconds_tells_how_far_it_is(server: Server, data: dict[str, Any]):
    mine = {**data, "name": "not asked before"}
    started = server.ask("POST", "/api/moves", {"scenario": mine, "background": True})
    assert started.status == 202
    found = events(server, started.data["job"])
    done = [part["done"] for name, part in found if name == "progress"]
    assert done == sorted(done)
    assert done[-1] == started.data["total"]
    name, answer = found[-1]
    assert name == "answer"
    assert answer == server.ask("POST", "/api/moves", {"scenario": mine}).data
    wrong = {**data, "season": 1900}
    assert server.ask("POST", "/api/moves", {"scenario": wrong, "background": True}).status == 422


def test_what_takes_seconds_stops_when_its_listener_leaves(server: Server):
    text = (ROOT / "scenarios" / "couple_two_imgs_fourteen_each.yaml").read_text("utf-8")
    couple = server.ask("POST", "/api/check", {"yaml": text}).data["scenario"]
    job = server.ask("POST", "/api/moves", {"scenario": couple, "background": True}).data["job"]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", f"/api/refine/{job}")
    answer = connection.getresponse()
    answer.read(20)
    answer.close()
    connection.close()
    until = time.monotonic() + 60
    while server.desk.parts.working() and time.monotonic() < until:
        time.sleep(0.02)
    assert server.desk.job(job).failed == "stopped"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400), (b"[]", 400), (b"[" * 100_000, 400), (b"\xff\xfe", 400), ({}, 400), ({"scenario": 3}, 400),
        ({"scenario": {}, "levers": []}, 400), ({"scenario": {}}, 422), ({"scenario": {"name": {"a": [1]}}}, 422),
        ({"scenario": {"name": "a"}, "levers": {"nope": 1}}, 422),
    ],
)  # fmt: skip
def test_a_body_that_is_no_question_is_refused(server: Server, body: Any, status: int):
    found = server.ask("POST", "/api/answer", body)
    assert found.status == status
    assert found.data.get("error") or found.data.get("faults")


def test_only_json_is_read(server: Server):
    assert server.ask("POST", "/api/check", "yaml=a", Content_Type="application/x-www-form-urlencoded").status == 415
    assert server.ask("POST", "/api/check", "{}", Content_Type="text/plain").status == 415
    assert server.ask("GET", "/api/answer").status == 405


def test_fifty_megabytes_are_refused_early_and_not_kept(server: Server):
    tracemalloc.start()
    try:
        found = server.ask("POST", "/api/check", b"x" * (50 << 20))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.status == 413
    assert found.data["limit"] == 1_048_576
    assert peak < (50 << 20) + (8 << 20)  # the sender's own fifty, and little beside


@pytest.mark.parametrize("connection", ["keep-alive", "close"])
def test_who_sends_too_much_hears_why_and_soon(server: Server, connection: str):
    """Both who goes on with the connection, and who sends all and only then listens."""
    start = time.monotonic()
    found = server.ask("POST", "/api/check", b"x" * (20 << 20), Connection=connection)
    assert found.status == 413
    assert found.data["limit"] == 1_048_576
    assert time.monotonic() - start < 10  # seconds where the connection ends with the answer; else a fraction of one


def test_who_stops_sending_is_answered_at_once(server: Server):
    head = b"POST /api/check HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n" % server.port
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        start = time.monotonic()
        connection.sendall(head + b"Content-Length: 50000000\r\n\r\n" + b"x" * 70_000)
        answer = b""
        while b"limit" not in answer:
            answer += connection.recv(1000)
        assert b" 413 " in answer
        assert time.monotonic() - start < 1.5  # less than `DRAINED_S`


def test_a_body_without_a_length_is_bounded_too(server: Server):
    head = b"POST /api/check HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n" % server.port
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        block = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        for _ in range(20):
            connection.sendall(block)
        assert b" 413 " in connection.recv(200)


def test_a_fault_of_ours_is_one_sentence(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(server.desk.session, "answer", fail)
    found = server.ask("POST", "/api/answer", {"scenario": {"name": "a"}})
    assert found.status == 500
    assert found.data["error"].startswith("our fault")
    assert b"secret" not in found.body
    assert b"Traceback" not in found.body


def test_too_many_at_a_time_are_told_so(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desks, "MOST_WAITING", 0)
    assert server.ask("POST", "/api/answer", {"scenario": {"name": "a"}}).status == 429


def test_twenty_sessions_at_once_are_answered(server: Server, data: dict[str, Any]):
    plain = {key: value for key, value in data.items() if key != "strategies"}

    def visit(k: int) -> list[int]:
        mine = {**plain, "name": f"Session {k}", "applicant": {**data["applicant"], "step2_ck": 220 + k}}
        asked = [{"scenario": mine, "levers": {"community_interviews": n}, "id": n} for n in (0, 1)]
        found = [server.ask("POST", "/api/answer", body) for body in asked]
        assert [one.data["id"] for one in found] == [0, 1]
        assert {one.data["name"] for one in found} == {f"Session {k}"}
        return [one.status for one in found]

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(visit, range(20))) == [[200, 200]] * 20


def test_a_simulation_tells_its_progress_and_then_the_answer(server: Server, data: dict[str, Any]):
    started = server.ask("POST", "/api/refine", {"scenario": data, "replicates": 3_000, "id": 5})
    assert started.status == 202
    found = events(server, started.data["job"])
    assert {name for name, _ in found} == {"progress", "answer"}
    done = [part["done"] for name, part in found if name == "progress"]
    assert done == sorted(done)
    assert done[-1] == 3_000
    answer = found[-1][1]
    known = run(Session().read_data(data).scenario, replicates=3_000, workers=1)
    assert answer["probability"] == pytest.approx(known.match.probability, abs=1e-9)
    assert answer["view"]["id"] == 5
    assert answer["view"]["refined"] is True


def test_a_simulation_stops_when_its_listener_leaves(server: Server, data: dict[str, Any]):
    job = server.ask("POST", "/api/refine", {"scenario": data, "replicates": MANY}).data["job"]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", f"/api/refine/{job}")
    answer = connection.getresponse()
    answer.read(20)
    answer.close()
    connection.close()
    server.settle()
    stopped = server.desk.jobs.get(job)
    assert stopped is not None
    assert stopped.failed == "stopped"
    assert stopped.done < stopped.total


def test_a_simulation_can_be_stopped(server: Server, data: dict[str, Any]):
    job = server.ask("POST", "/api/refine", {"scenario": data, "replicates": MANY}).data["job"]
    assert server.ask("DELETE", f"/api/refine/{job}").data == {"stopped": True}
    server.settle()
    assert events(server, job)[-1] == ("failed", {"message": "stopped"})
    assert server.ask("GET", "/api/refine/nope").status == 404


def test_a_simulation_that_nobody_listens_to_ends(
    server: Server, data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(jobs, "UNHEARD_SECONDS", 0.0)
    server.ask("POST", "/api/refine", {"scenario": data, "replicates": MANY})
    server.settle()


def test_simulations_are_bounded_in_number_and_size(
    server: Server, data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    assert server.ask("POST", "/api/refine", {"scenario": data, "replicates": 10**9}).status == 422
    assert server.ask("POST", "/api/refine", {"scenario": data, "replicates": 0}).status == 422
    assert server.ask("POST", "/api/refine", {"scenario": data, "replicates": "many"}).status == 422
    monkeypatch.setattr(jobs, "MOST_JOBS", 0)
    assert server.ask("POST", "/api/refine", {"scenario": data}).status == 429


def test_a_fault_inside_a_simulation_is_told(server: Server, data: dict[str, Any]):
    wrong = {**data, "season": 1900}
    assert server.ask("POST", "/api/refine", {"scenario": wrong}).status == 422
    job = server.ask("POST", "/api/refine", {"scenario": data, "levers": {"nope": 1}}).data["job"]
    name, part = events(server, job)[-1]
    assert name == "failed"
    assert "no lever" in part["message"]


def test_files_are_handed_over(server: Server, data: dict[str, Any]):
    for kind in ("scenario.yaml", "answer.csv", "answer.json", "report.html"):
        found = server.ask("POST", f"/api/download/{kind}", {"scenario": data, "levers": {"practice": 0.5}})
        assert found.status == 200
        assert found.headers["content-disposition"] == f'attachment; filename="{kind}"'
        assert found.headers["content-type"].startswith(KINDS[kind].partition(";")[0])
    assert server.ask("POST", "/api/download/nope", {"scenario": data}).status == 404
    assert server.ask("POST", "/api/download/answer.csv", {"scenario": {"name": "a"}}).status == 422


def test_a_large_scenario_does_not_stand_in_the_way_of_others(server: Server, data: dict[str, Any]):
    about = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
    many = [{**about, "name": f"P{k}", "img_share": round(0.2 + k / 10_000, 5)} for k in range(500)]
    large = {"name": "large", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": many}
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.ask, "POST", "/api/answer", {"scenario": large})
        time.sleep(0.2)
        answered = [server.ask("POST", "/api/answer", {"scenario": data, "id": k}).status for k in range(3)]
        assert answered == [200] * 3
        assert slow.result().status == 200
