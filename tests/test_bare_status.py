"""A status alone: any server answers with one, so what the text names beside it decides whose it may be."""

import pytest

from diagnostic.diagnosis import diagnose


@pytest.mark.parametrize(
    "text",
    [
        "After the update my blog only shows 502 Bad Gateway nginx/1.24.0, php-fpm is running",
        "504 Gateway Time-out when I open phpMyAdmin and import a dump of 300 MB",
        "I get 413 Request Entity Too Large if I upload a video in WordPress",
        "docker push fails: received unexpected HTTP status: 500 Internal Server Error",
        "error pulling image configuration: received unexpected HTTP status: 502 Bad Gateway",
        "GitLab shows 502 Whoops, GitLab is taking too much time to respond",
        "Could not transfer artifact org.acme:parent from/to nexus: Transfer failed 504 Gateway Time-out",
        "brew update fails, curl: (22) The requested URL returned error: 429",
        "ERROR: HTTP error 502 while getting https://pypi.example/packages/numpy-2.1.0.whl",
        "Failed to load resource: the server responded with a status of 403 (Forbidden) favicon.ico",
        "Firefox shows 408 Request Timeout when I open my router's page",
        "The page at my bank says HTTP ERROR 500 since yesterday",
        "Unable to download webpage: HTTP Error 429: Too Many Requests (caused by <HTTPError 429>)",
        "Jenkins shows HTTP 500 for the job page after the plugin update",
        "The printer's web page returns 401 Unauthorized with the default password",
        "when i put cloudflare it does tell me that error named 502 bad gateway",
    ],
)
def test_a_status_in_words_about_something_else_has_no_cause(text):
    assert diagnose(text).findings == ()


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        # Nothing else is named.
        ("service-unavailable", "502 Bad Gateway"),
        ("overloaded", "529"),
        ("request-timeout", "what does error 408 mean?"),
        ("rate-limit", "AxiosError: Request failed with status code 429"),
        ("service-unavailable", "java.io.IOException: Server returned HTTP response code: 503"),
        ("service-unavailable", "urllib.error.HTTPError: HTTP Error 503: Service Unavailable"),
        (
            "service-unavailable",
            "2026-10-02 09:14:31 ERROR Request failed: 502 Bad Gateway (id 7f1c-04e2-a991)",
        ),
        # A whole response, whatever its page says.
        ("service-unavailable", "HTTP/1.1 503 Service Unavailable\nServer: edge-7\n\nCome back at noon."),
        # Hardly any other server answers with a 529.
        ("overloaded", "Bei jedem Lauf kommt Fehler 529"),
        # A client of models, or words about them.
        ("service-unavailable", "API Error: 502"),
        ("rate-limit", "Our summarizer stops: LLM call failed with 429"),
        ("gateway-timeout", "My agentflow takes over a minute and returns: 504 Gateway Time-out"),
    ],
)
def test_a_status_that_may_be_claudes_has_its_cause(cause, text):
    assert [finding.cause.id for finding in diagnose(text).findings][:1] == [cause]
