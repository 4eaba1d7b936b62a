"""Forms in which clients of many languages print an error: status, code and class are read in each."""

import pytest

from diagnostic import diagnose
from diagnostic.report import read_report
from diagnostic.text import clean


def _report(text):
    return read_report(clean(text)).report


@pytest.mark.parametrize(
    "text",
    [
        "took 529 ms",
        "port 8529",
        "line 429",
        "HTTP 529x",
        "code 5291",
        "(status 0)",
        "id=429-abc",
        "code=429abc",
        "rows <-- 429 of them are new",
    ],
)
def test_a_number_that_is_part_of_something_else_is_no_status(text):
    assert _report(text).status is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            (
                "org.springframework.ai.retry.NonTransientAiException: Status: [429 TOO_MANY_REQUESTS], Body:"
                " [{}]"
            ),
            429,
        ),
        ("org.springframework.web.client.UnknownHttpStatusCodeException: Unknown status code [529]", 529),
        (
            (
                "com.anthropic.errors.RateLimitException: 429: {type=error, error={type=rate_limit_error,"
                " message=slow}}"
            ),
            429,
        ),
        (
            (
                "Anthropic.Exceptions.AnthropicRateLimitException: Status Code:"
                ' TooManyRequests\n{"type":"error"}'
            ),
            429,
        ),
        (
            "System.Net.Http.HttpRequestException: Response status code does not indicate success: 529 ().",
            529,
        ),
        ("Status code: 503 (Service Unavailable)", 503),
        ("OSError: Tunnel connection failed: 407 Proxy Authentication Required", 407),
        (
            (
                "PHP Fatal error:  Uncaught Anthropic\\Core\\Exceptions\\RateLimitException: Status:"
                " 429\nMessage: x"
            ),
            429,
        ),
        ('POST "https://api.anthropic.com/v1/messages": 400 Bad Request {"type":"error"}', 400),
        ('POST "https://api.anthropic.com/v1/messages": 529  (Request-ID: req_011C)', 529),
        (
            (
                "HTTP status client error (429 Too Many Requests) for url"
                " (https://api.anthropic.com/v1/messages)"
            ),
            429,
        ),
        (
            (
                "HTTP status server error (529 <unknown status code>) for url"
                " (https://api.anthropic.com/v1/messages)"
            ),
            529,
        ),
        ("Err(Status(529, Response[status: 529, status_text: Overloaded]))", 529),
        ('ApiError { status: 529, body: "x" }', 529),
        ("Error: StatusCode(503)", 503),
        (
            (
                '#<Anthropic::Errors::RateLimitError:{:url=>"https://api.anthropic.com/v1/messages",'
                " :status=>429, :body=>{}}>"
            ),
            429,
        ),
        ("{:error, %Req.Response{status: 529}}", 529),
        ("AxiosError: Request failed with status code 529", 529),
        ("unexpected status code: 529", 529),
        ("the server responded with a status of 529 ()", 529),
        ("ClientResponseError(status=529)", 529),
        ("Response{protocol=h2, code=529, message=, url=https://api.anthropic.com/v1/messages}", 529),
        ("unexpected response status: 400 Bad Request", 400),
        ("API error (status 429): {}", 429),
        ("API Error: 400 messages.1: x", 400),
        ("http_status=529", 529),
        ("bad response status code 529", 529),
        ("upstream returned HTTP 529", 529),
        ("net/http: got 529 from api", 529),
        ("2026/11/20 10:11:12 error, status code: 429, status: 429 Too Many Requests, message: x", 429),
        (
            (
                "WebClientResponseException$TooManyRequests: 429 Too Many Requests from POST"
                " https://api.anthropic.com/v1/messages"
            ),
            429,
        ),
        (
            (
                "feign.FeignException$BadRequest: [400 Bad Request] during [POST] to"
                " [https://api.anthropic.com/v1/messages]"
            ),
            400,
        ),
        ('{"statusCode":529,"error":"x"}', 529),
        ("Faraday::ClientError (the server responded with status 429)", 429),
        (
            (
                "GuzzleHttp\\Exception\\ClientException: Client error: `POST"
                " https://api.anthropic.com/v1/messages` resulted in a `429 Too Many Requests` response"
            ),
            429,
        ),
        ("HTTPError: 529 on POST", 529),
        ('Got 405: {"detail":"Method Not Allowed"}', 405),
        ('API Error: 405 {"detail":"Method Not Allowed"}', 405),
    ],
)
def test_a_status_is_read_whatever_language_prints_it(text, status):
    assert _report(text).status == status


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"error":{"code":"1302"}}', None),
        ("code: 'ECONNREFUSED'", None),
        ("exit code: one", None),
        ('{"languageCode":"en_us"}', None),
        ('{"code":"x"}', None),
        ('[{"code":"invalid_union_discriminator","path":[]}]', None),
        (
            (
                "API Error: 400"
                ' {"error":{"message":"x","code":"model_not_supported","type":"invalid_request_error"}}'
            ),
            "model_not_supported",
        ),
        ("{'error': {'code': 'model_not_found', 'message': 'x'}}", "model_not_found"),
        (
            '{"type":"error","error":{"type":"permission_error","details":{"error_code":"region_not_allowed"}}}',
            "region_not_allowed",
        ),
    ],
)
def test_the_code_in_a_body_is_read_and_other_codes_are_not(text, code):
    assert _report(text).error_code == code


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("from anthropic import RateLimitError, APIError", None),
        ("import { APIError } from '@anthropic-ai/sdk'", None),
        ("| 429 | RateLimitError |\n| 529 | OverloadedError |\n| 500 | InternalServerError |", None),
        ("except (anthropic.RateLimitError, anthropic.APIError):", None),
        ("- `APIConnectionError`: network\n- `RateLimitError`: 429\n- `AuthenticationError`: 401", None),
        ("from .exceptions import OverloadedError\n", None),
        ("catch (RateLimitError e) {", None),
        ("rescue Anthropic::Errors::APIError => e", None),
        ("#<Anthropic::Errors::RateLimitError:{:status=>429}>", "RateLimitError"),
        ("Anthropic::Errors::APIConnectionError: Connection error.", "APIConnectionError"),
        ("/app/x.rb:3:in 'call': Anthropic::Errors::BadRequestError (400)", "BadRequestError"),
        (
            (
                "PHP Fatal error:  Uncaught Anthropic\\Core\\Exceptions\\APIConnectionException: Connection"
                " error."
            ),
            "APIConnectionException",
        ),
        (
            (
                'Exception in thread "main" com.anthropic.errors.AnthropicIoException: Request failed\n\tat'
                " com.anthropic.x\nCaused by: java.net.SocketTimeoutException: timeout"
            ),
            "AnthropicIoException",
        ),
        (
            (
                "Unhandled exception. Anthropic.Exceptions.AnthropicIOException: I/O exception\n --->"
                " System.Net.Http.HttpRequestException: x"
            ),
            "AnthropicIOException",
        ),
        ("ReadTimeout", "ReadTimeout"),
        ("it died with ReadTimeout after 10 minutes", "ReadTimeout"),
        ("worker failed: ReadTimeout()", "ReadTimeout"),
        ("ImportError: cannot import name 'RateLimitError' from 'anthropic'", "ImportError"),
    ],
)
def test_a_class_is_read_where_it_was_raised_and_not_where_it_is_only_listed(text, first):
    names = [fact.name for fact in _report(text).exceptions]
    assert (names[0] if names else None) == first


def test_a_module_has_one_form_in_every_language():
    texts = (
        "Anthropic::Errors::BadRequestError: x",
        "Uncaught Anthropic\\Errors\\BadRequestError: x",
        "Anthropic.Errors.BadRequestError: x",
    )
    assert {_report(text).exceptions[0].module for text in texts} == {"Anthropic.Errors"}


_BODY = '{{"type":"error","error":{{"type":"{}","message":"{}"}}}}'


@pytest.mark.parametrize(
    "text",
    [
        "Claude API 报错 529，怎么办",
        "调用 Claude 接口返回 529",
        "Claude API 一直出现529错误",
        "エラー: Claude API から 529 が返されました",
        "Claude APIで529エラーが発生しました",
        "Claude API 오류 529 발생",
        "Ошибка 529 при вызове Claude",
        "Der Aufruf an Claude endet mit Fehler 529",
        "Claude antwortet mit Statuscode 529",
        "Claude renvoie une erreur 529",
        "code d'erreur 529 renvoyé par Claude",
        "Claude devuelve el código de estado 529",
        "A API do Claude retornou erro 529",
        "Errore 529 da Claude",
    ],
)
def test_a_status_is_read_in_prose_of_other_languages(text):
    assert _report(text).status == 529


@pytest.mark.parametrize(
    "text",
    [
        "Claude hat 529 Fehler in meinem Text gefunden",
        "Claude a trouvé 529 erreurs",
        "Claude encontró 529 errores en el código",
        "Claude が 529 件のエラーを見つけました",
        "Claude 返回 529 个结果",
        "код 529 строк написал Claude",
        "código de 529 líneas",
    ],
)
def test_a_count_in_other_languages_is_no_status(text):
    assert _report(text).status is None


@pytest.mark.parametrize(
    ("status", "error_type", "first"),
    [
        # Where both say the same, or the type is the API's own for more than one status, the type counts.
        (529, "overloaded_error", "overloaded"),
        (503, "overloaded_error", "overloaded"),
        (500, "api_error", "internal-server-error"),
        # A relay's type that its own status contradicts.
        (401, "api_error", "invalid-api-key"),
        (403, "api_error", "permission-denied"),
        (429, "api_error", "rate-limit"),
        (404, "invalid_request_error", "endpoint-not-found"),
        (413, "invalid_request_error", "request-too-large"),
    ],
)
def test_a_status_outranks_a_type_that_contradicts_it(status, error_type, first):
    found = diagnose(
        f"API Error: {status} {_BODY.format(error_type, 'a sentence that nobody knows')}"
    ).findings
    assert found[0].cause.id == first
    assert not {"internal-server-error"} & {one.cause.id for one in found if status < 500}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("my script says 529", "overloaded"),
        ("claude keeps giving me 529s", "overloaded"),
        ("I get a connection error when I call Claude", "connection-error"),
        ("getting 401 from anthropic", "invalid-api-key"),
        ("We keep seeing overloaded errors with claude", "overloaded"),
    ],
)
def test_prose_leads_to_its_cause_as_possible(text, first):
    found = diagnose(text).findings
    assert (found[0].cause.id, found[0].confidence) == (first, "possible")


# What a person writes around it does not say that anything happened.
_AROUND = "{}\n\nPlatform: IntelliJ 2026.1. Attempting to use Claude.\nPrompt was:\nAnalyze class X."


@pytest.mark.parametrize(
    "line",
    [
        "A response can have the status 400 or 529, depending on the request.",
        "Set the retries for a status of 529 in the options of the client.",
    ],
)
def test_a_sentence_on_statuses_is_no_error(line):
    assert not diagnose(_AROUND.format(line)).findings


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (
            'Response exception, Status: [400 BAD_REQUEST], Body:[checkpoint("Body from POST'
            ' https://api.anthropic.com/v1/messages [DefaultClientResponse]")]',
            "invalid-request",
        ),
        (
            "reactive.function.client.WebClientResponseException$BadRequest: 400 Bad Request from POST"
            " https://api.anthropic.com/v1/messages",
            "invalid-request",
        ),
        ("Client error '529 ' for url 'https://api.anthropic.com/v1/messages'", "overloaded"),
        ("HTTP 529 from https://api.anthropic.com/v1/messages", "overloaded"),
        (
            'reqwest::Error { kind: Status(400), url: "https://api.anthropic.com/v1/messages" }',
            "invalid-request",
        ),
        (
            "HTTP status client error (400 Bad Request) for url (https://api.anthropic.com/v1/messages)",
            "invalid-request",
        ),
        ("unexpected status 529 from api.anthropic.com", "overloaded"),
        ("[anthropic] status=529 retrying", "overloaded"),
        ("<-- 429 https://api.anthropic.com/v1/messages (212ms)", "rate-limit"),
        (
            "WARNING  [agent] environment variables not set up, missing: ['ANTHROPIC_API_KEY']",
            "missing-api-key",
        ),
    ],
)
def test_a_line_that_a_library_printed_is_an_error_whatever_stands_around_it(line, cause):
    assert diagnose(_AROUND.format(line)).findings[0].cause.id == cause
