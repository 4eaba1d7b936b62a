"""No secret of the environment is in any output, in any form in which a library prints it."""

import base64
from urllib.parse import quote

import pytest

from diagnostic.doctor.secrets import redactor, show_url

CANARY = "canary-Zq7wX2-0123456789"


def assert_silent(checkup, *secrets):
    for form in checkup.forms:
        for secret in secrets:
            shapes = (
                secret,
                quote(secret, safe=""),
                ascii(secret)[1:-1],
                base64.b64encode(secret.encode()).decode(),
            )
            assert not [shape for shape in shapes if shape in form], form


@pytest.mark.parametrize(
    "fault",
    [
        "ok",
        "wrong-key",
        "dns",
        "refused",
        "tls-untrusted",
        "hang",
        "html-200",
        "authentication",
        "drop-mid-stream",
        "end-before-message-stop",
    ],
)
def test_no_key_is_in_any_output(doctor, fault):
    limit = 2.0 if fault == "hang" else 60.0
    found = doctor.run_checks(
        fault, limit=limit, ANTHROPIC_API_KEY=CANARY, ANTHROPIC_AUTH_TOKEN=f"{CANARY}-token"
    )
    assert_silent(found, CANARY)


@pytest.mark.parametrize("key", [f"{CANARY}\n", f" {CANARY}", f"first-half\n{CANARY}", f"“{CANARY}”"])
def test_a_key_that_libraries_print_when_they_refuse_it_is_taken_out(doctor, key):
    assert_silent(doctor.run_checks("ok", ANTHROPIC_API_KEY=key), CANARY)


@pytest.mark.parametrize("fault", ["proxy-407", "proxy-refused", "proxy-socks"])
def test_the_proxys_password_is_in_no_output(doctor, fault):
    password = "p@ss/canary-word"
    proxy = f"http://canary-user:{quote(password, safe='')}@127.0.0.1:9"
    found = doctor.run_checks(
        fault,
        **(
            {"ALL_PROXY": proxy.replace("http", "sockz", 1)}
            if fault == "proxy-socks"
            else {"HTTPS_PROXY": proxy}
        ),
    )
    assert found.last.failure
    assert_silent(found, password, "canary-user")


def test_secrets_in_addresses_and_added_headers_are_in_no_output(doctor, lab):
    found = doctor.run_checks(
        "ok",
        ANTHROPIC_BASE_URL=f"http://canary-user:{CANARY}@127.0.0.1:{lab.port}/authentication@run",
        ANTHROPIC_CUSTOM_HEADERS=f"x-gateway-key: header-{CANARY}",
    )
    assert found.last.failure
    assert "ANTHROPIC_CUSTOM_HEADERS adds x-gateway-key" in found.layers[0].facts
    assert_silent(found, CANARY, "canary-user")


def test_what_is_no_secret_stays(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "short")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://api.anthropic.com")
    text = "a short stay at https://api.anthropic.com"
    assert redactor(None)(text) == text


@pytest.mark.parametrize(
    "url, shown",
    [
        ("https://api.anthropic.com/", "https://api.anthropic.com"),
        ("http://user:pass@proxy:8080", "http://***@proxy:8080"),
        ("proxy:8080", "proxy:8080"),
        ("https://gateway/path?token=canary", "https://gateway/path"),
        ("http://[::1]:9/x", "http://[::1]:9/x"),
        ("http://host:port", "an address that cannot be read"),
    ],
)
def test_an_address_is_shown_without_what_is_secret_in_it(url, shown):
    assert show_url(url) == shown
