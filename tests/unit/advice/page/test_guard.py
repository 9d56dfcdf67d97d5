"""Other sites and other machines are kept out; every answer tells the browser what to forbid."""

from __future__ import annotations

import pytest

from simulator.advice.page.guard import Guard
from tests.unit.advice.page.conftest import Server


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1", ""]
)
def test_another_name_of_this_machine_is_refused(server: Server, host: str):
    found = server.ask("GET", "/api/start", Host=host.format(port=server.port))
    assert found.status == 403
    assert found.data["error"]


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
def test_its_own_names_are_taken(server: Server, host: str):
    assert server.ask("GET", "/api/start", Host=host.format(port=server.port)).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1"])
def test_a_page_of_another_site_may_not_ask(server: Server, origin: str):
    found = server.ask("POST", "/api/check", {"yaml": ""}, Origin=origin.format(port=server.port))
    assert found.status == 403


def test_the_page_itself_may(server: Server):
    origin = f"http://127.0.0.1:{server.port}"
    assert server.ask("POST", "/api/check", {"yaml": ""}, Origin=origin, Sec_Fetch_Site="same-origin").status == 422


def test_a_link_from_elsewhere_opens_the_page_and_nothing_asks_for_it(server: Server):
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    assert server.ask("GET", "/nope", **link).status == 404
    assert server.ask("GET", "/api/start", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status == 403
    assert server.ask("GET", "/api/start", Sec_Fetch_Site="same-site").status == 403


@pytest.mark.parametrize("path", ["/api/start", "/nope", "/static/nope.js"])
def test_every_answer_carries_the_policy(server: Server, path: str):
    found = server.ask("GET", path).headers
    assert found["content-security-policy"].startswith("default-src 'self'; object-src 'none'")
    for part in ("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert part in found["content-security-policy"]
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in found
    assert found["cache-control"] == ("no-store" if path.startswith("/api/") else "no-cache")


def test_a_refusal_carries_it_too(server: Server):
    assert "content-security-policy" in server.ask("GET", "/api/start", Host="evil.example").headers


@pytest.mark.parametrize(
    ("host", "is_taken"), [("192.168.1.5:80", True), ("[fe80::1]:80", True), ("evil.example:80", False)]
)
def test_open_to_the_network_means_addresses_that_cannot_be_rebound(host: str, is_taken: bool):
    async def nothing(*_: object) -> None:
        return

    scope = {"headers": [(b"host", host.encode())], "method": "GET", "server": ("0.0.0.0", 80)}  # noqa: S104
    assert (Guard(nothing, is_open=True)._refused(scope) is None) is is_taken
    assert Guard(nothing)._refused(scope) is not None
