"""Each fault of the lab breaks its layer, gets its own cause, and gets the same cause when its report is
pasted.
"""

import json
import re
import socket
import threading

import pytest

from diagnostic.diagnosis import diagnose
from diagnostic.doctor import layers
from diagnostic.lab.network import CERTIFICATE

FAULTS = {
    "environment": {"proxy-socks": "proxy-unsupported"},
    "DNS": {"dns": "dns-failure"},
    "TCP": {
        "refused": "connection-refused",
        "proxy-refused": "connection-refused",
        "no-route": "network-unreachable",
        "connect-hang": "connect-timeout",
    },
    "proxy": {"proxy-407": "proxy-error", "proxy-403": "proxy-error", "proxy-hang": "request-timeout"},
    "TLS": {
        "tls-untrusted": "tls-certificate",
        "tls-to-plain-port": "tls-handshake",
        "tls-hang": "tls-handshake",
    },
    "HTTP": {
        "plain-to-tls-port": "connection-reset",
        "reset-before-response": "connection-reset",
        "close-before-response": "connection-reset",
        "hang": "request-timeout",
        "html-200": "blocked-by-gateway",
        "html-403": "blocked-by-gateway",
        "redirect": "blocked-by-gateway",
        "html-502": "service-unavailable",
        "html-504": "gateway-timeout",
        "plain-503": "service-unavailable",
        "overloaded": "overloaded",
        "rate-limit-requests": "rate-limit-requests",
        "internal-error": "internal-server-error",
        "gateway-timeout": "gateway-timeout",
    },
    "authentication": {
        "authentication": "invalid-api-key",
        "permission": "permission-denied",
        "billing": "billing-error",
        "credit-balance": "credit-balance-too-low",
        "usage-limit": "usage-limit-reached",
        "organization-disabled": "organization-disabled",
        "oauth-expired": "oauth-token-invalid",
        "oauth-unsupported": "oauth-not-supported",
        "claude-code-only": "claude-code-only-credential",
        "region": "region-unsupported",
    },
    "call": {"not-found": "endpoint-not-found"},
    "stream": {
        "drop-mid-stream": "stream-disconnected",
        "reset-mid-stream": "stream-disconnected",
        "end-before-message-stop": "stream-missing-message-stop",
        "end-after-message-delta": "stream-missing-message-stop",
        "pings-only": "stream-missing-message-stop",
        "stall": "stream-idle-timeout",
        "stream-overloaded": "stream-overloaded",
        "stream-api-error": "stream-api-error",
        "stream-content-filtered": "content-filtered",
        "stream-html-error": "service-unavailable",
        "stream-html": "blocked-by-gateway",
        "stream-empty": "stream-empty",
        "stream-only-pings": "stream-empty",
        "cut-json": "stream-malformed-event",
        "bad-utf8": "stream-malformed-event",
    },
}
# These take as long as they may.
SILENT = ("connect-hang", "proxy-hang", "tls-hang", "hang", "stall", "pings-only")
CASES = [(layer, fault, cause) for layer, faults in FAULTS.items() for fault, cause in faults.items()]


@pytest.mark.parametrize(
    "fault", ["ok", "max-tokens", "thinking-first", "no-content", "wrong-key", "endpoint"]
)
def test_a_healthy_way_is_called_healthy_and_its_report_is_no_error(doctor, fault):
    found = doctor.run_checks(fault)
    assert found.last.failure is None
    assert [layer.name for layer in found.layers][-1] == "stream"
    for form in found.forms:
        assert diagnose(form).findings == ()


@pytest.mark.slow
@pytest.mark.parametrize("layer, fault, cause", CASES, ids=[fault for _, fault, _ in CASES])
def test_a_fault_breaks_its_layer_and_its_pasted_report_says_the_same(doctor, layer, fault, cause):
    limit = 3.0 if fault in SILENT else 60.0
    found = doctor.run_checks(fault, limit=limit)
    assert (found.last.name, found.cause) == (layer, cause), found.text
    assert found.last.seconds < limit + 30
    for form in found.forms:
        assert diagnose(form).findings[0].cause.id == cause, form


@pytest.mark.parametrize(
    "layer, cause",
    [
        ("DNS", "dns-failure"),
        ("TCP", "connect-timeout"),
        ("proxy", "request-timeout"),
        ("TLS", "tls-handshake"),
        ("HTTP", "request-timeout"),
    ],
)
def test_a_layer_that_does_not_end_has_the_cause_of_its_silence(layer, cause):
    ended = threading.Event()
    try:
        found = layers._run(layer, lambda log: ended.wait(60), 0.01, str)
    finally:
        ended.set()
    assert found.failure.diagnosis.findings[0].cause.id == cause, found.failure.text


def test_a_credential_that_cannot_be_sent_breaks_the_environment(doctor):
    found = doctor.run_checks("ok", ANTHROPIC_API_KEY="sk-ant-lab-dummy\n")
    assert (found.last.name, found.cause) == ("environment", "header-encoding")
    assert doctor.asked == []
    for form in found.forms:
        assert diagnose(form).findings[0].cause.id == "header-encoding", form


def test_without_a_key_all_layers_that_need_none_are_checked(doctor):
    found = doctor.run_checks("ok", call=False, ANTHROPIC_API_KEY="")
    assert [layer.name for layer in found.layers] == [
        *("environment", "DNS", "TCP", "proxy", "TLS", "HTTP", "authentication")
    ]
    assert found.layers[0].warnings == ("No credential is set. Only the layers up to HTTP are checked.",)
    assert found.cause == "missing-api-key"
    assert doctor.asked == ["GET v1/models"]  # the probe; nothing was sent in the name of a key
    for form in found.forms:
        assert diagnose(form).findings[0].cause.id == "missing-api-key", form


NETWORK = [
    case for case in CASES if case[0] in ("DNS", "TCP", "proxy", "TLS", "HTTP") and case[1] not in SILENT
]


@pytest.mark.parametrize("layer, fault, cause", NETWORK, ids=[fault for _, fault, _ in NETWORK])
def test_without_a_key_a_broken_network_is_named_and_not_the_key(doctor, layer, fault, cause):
    found = doctor.run_checks(fault, call=False, ANTHROPIC_API_KEY="")
    assert (found.last.name, found.cause) == (layer, cause), found.text


def test_a_name_that_does_not_resolve_is_said_to_be_one_error(doctor):
    """The exception chain prints its message several times."""
    found = doctor.run_checks("dns", call=False)
    assert found.last.facts[0].endswith(" cannot be resolved")
    assert "times in this text" not in found.text


def test_a_key_that_no_api_would_accept_is_doubted(doctor):
    found = doctor.run_checks("ok", call=False, ANTHROPIC_API_KEY="“sk-ant-lab-dummy”")
    assert found.layers[0].warnings == (
        "ANTHROPIC_API_KEY contains a quote, a blank or another character that no key has.",
    )


def test_two_credentials_are_noted_with_the_one_that_is_sent(doctor):
    found = doctor.run_checks("ok", call=False, ANTHROPIC_AUTH_TOKEN="another-credential")
    (warning,) = found.layers[0].warnings
    assert "Two credentials are set, and this SDK sends authorization" in warning


def test_a_wrong_key_is_found_by_a_request_that_is_free(doctor):
    found = doctor.run_checks("wrong-key", ANTHROPIC_API_KEY="sk-ant-not-the-labs")
    assert (found.last.name, found.cause) == ("authentication", "invalid-api-key")
    assert set(doctor.asked) == {"GET v1/models"}


def test_a_model_that_does_not_exist_is_doubted_and_then_refused(doctor):
    found = doctor.run_checks("model-not-found", model="claude-nonesuch")
    assert any("claude-nonesuch" in warning for warning in found.layers[-2].warnings)
    assert (found.last.name, found.cause) == ("call", "model-not-found")


def test_an_interceptor_is_named_whether_trusted_or_not(doctor):
    found = doctor.run_checks("tls-untrusted")
    assert "signed by Error Diagnostic lab, trusted by nobody" in found.last.facts
    trusted = doctor.run_checks("tls-untrusted", SSL_CERT_FILE=str(CERTIFICATE))
    (tls,) = (layer for layer in trusted.layers if layer.name == "TLS")
    assert trusted.last.failure is None
    assert "signed by Error Diagnostic lab, trusted by nobody" in tls.facts[0]
    assert any("reads your traffic" in warning for warning in tls.warnings)


def test_a_named_interceptor_does_not_change_the_cause(doctor):
    text = doctor.run_checks("tls-untrusted").text.replace(
        "Error Diagnostic lab, trusted by nobody", "Zscaler Inc., Zscaler Root CA"
    )
    assert diagnose(text).findings[0].cause.id == "tls-certificate"


def test_a_proxy_that_works_is_passed_through(doctor):
    found = doctor.run_checks("proxy-407", times=0)
    assert found.last.failure is None
    (proxy,) = (layer for layer in found.layers if layer.name == "proxy")
    assert "tunnel" in proxy.facts[0] and "***@" in proxy.facts[0]


def test_the_longest_gap_between_chunks_is_measured(doctor):
    found = doctor.run_checks("slow")
    assert found.last.failure is None
    gap = re.search(r"longest gap between chunks (\d+) ms", " ".join(found.last.facts))
    # The lab pauses for a quarter of a second, many times.
    assert 200 <= int(gap[1]) < found.last.seconds * 1000


def test_without_a_call_nothing_is_asked_that_costs_money(doctor):
    found = doctor.run_checks("ok", call=False)
    assert found.last.failure is None
    assert doctor.asked == ["GET v1/models"] * 2
    doctor.run_checks("ok")
    assert doctor.asked == ["GET v1/models"] * 2 + ["POST v1/messages"] * 2


@pytest.mark.parametrize("call", [True, False])
def test_a_fault_that_only_a_call_meets_needs_a_call(doctor, call):
    found = doctor.run_checks("drop-mid-stream", call=call)
    assert (found.last.failure is not None) is call


def test_a_resolver_that_never_answers_ends_at_the_limit(doctor, monkeypatch):
    resolve, over = socket.getaddrinfo, threading.Event()
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda host, *more, **named: (
            over.wait() and [] if host == "gateway.example" else resolve(host, *more, **named)
        ),
    )
    found = doctor.run_checks("ok", limit=0.5, ANTHROPIC_BASE_URL="http://gateway.example")
    over.set()
    assert (found.last.name, found.cause) == ("DNS", "dns-failure")


def test_the_json_report_is_for_programs(doctor):
    report = json.loads(doctor.run_checks("tls-untrusted").json)
    assert (report["healthy"], report["failed"], report["causes"][0]["id"]) == (
        False,
        "TLS",
        "tls-certificate",
    )
    assert [layer["status"] for layer in report["layers"]][-1] == "failed"


@pytest.mark.parametrize(
    "address, doubted", [("10.0.0.9", True), ("0.0.0.0", True), ("160.79.104.10", False)]
)
def test_a_name_that_leads_into_a_private_network_is_doubted(doctor, monkeypatch, address, doubted):
    resolve = socket.getaddrinfo
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda host, *more, **named: found if host == "api.anthropic.com" else resolve(host, *more, **named),
    )
    monkeypatch.setattr(
        "socket.create_connection", lambda *_, **__: (_ for _ in ()).throw(ConnectionRefusedError("refused"))
    )
    monkeypatch.setattr(
        "diagnostic.doctor.calls.SdkClient.capture_auth_headers", lambda self: {"authorization"}
    )
    checkup = doctor.run_checks("refused", ANTHROPIC_BASE_URL="https://api.anthropic.com")
    assert any("Not a public address" in warning for warning in checkup.layers[1].warnings) is doubted
