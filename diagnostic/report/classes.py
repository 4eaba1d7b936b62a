"""Which exception classes belong to a Claude SDK or an HTTP library, and the public names of modules."""

from __future__ import annotations

CLAUDE_ROOTS = frozenset(("anthropic", "Anthropic", "claude_agent_sdk"))
HTTP_ROOTS = frozenset((
    "httpx", "httpx2", "httpcore", "httpcore2", "aiohttp", "requests", "urllib3", "urllib", "http",
    "botocore", "boto3", "undici", "h11", "h2", "ssl", "socket",
))  # fmt: skip
# Classes of the SDKs. Other SDKs from the same generator use the same names; `vendor` tells them apart.
SDK_CLASSES = frozenset((
    "AnthropicError", "APIError", "APIStatusError", "APIConnectionError", "APITimeoutError",
    "APIConnectionTimeoutError", "APIUserAbortError", "APIResponseValidationError", "BadRequestError",
    "AuthenticationError", "PermissionDeniedError", "NotFoundError", "ConflictError",
    "UnprocessableEntityError", "RateLimitError", "InternalServerError", "OverloadedError",
    "ServiceUnavailableError", "GatewayTimeoutError", "DeadlineExceededError", "ContentTooLargeError",
    "RequestTooLargeError", "PaymentRequiredError", "RequestTimeoutError",
))  # fmt: skip
_HTTP_CLASSES = frozenset((
    "RemoteProtocolError", "LocalProtocolError", "ReadError", "WriteError", "ConnectError", "ReadTimeout",
    "WriteTimeout", "ConnectTimeout", "PoolTimeout", "HTTPStatusError", "ClientPayloadError",
    "ClientConnectorError", "ServerDisconnectedError", "ChunkedEncodingError", "ProxyError", "FetchError",
    "SocketError", "BodyTimeoutError", "HeadersTimeoutError", "ConnectTimeoutError", "EventStreamError",
    "ClientOSError",
))  # fmt: skip
# The built-in fetch and node-fetch raise generic classes; only their messages are specific.
_FETCH_MESSAGES = ("terminated", "fetch failed", "Premature close")
_ROOT_IS_PUBLIC = frozenset((
    "litellm", "anthropic", "pydantic_ai", "langchain_anthropic", "asyncio", "httpx", "httpx2", "httpcore",
    "httpcore2",
))  # fmt: skip


def is_client_class(module: str | None, name: str, message: str) -> bool:
    """Whether this is an exception of a Claude SDK or an HTTP library."""
    root = (module or "").partition(".")[0]
    if root:
        return root in CLAUDE_ROOTS or root in HTTP_ROOTS
    return name in SDK_CLASSES or name in _HTTP_CLASSES or message.startswith(_FETCH_MESSAGES)


def public_module(module: str) -> str | None:
    """anthropic._exceptions -> anthropic; litellm.exceptions -> litellm; an empty name -> None."""
    public = ".".join(part for part in module.split(".") if not part.startswith("_"))
    root = public.partition(".")[0]
    return root if root in _ROOT_IS_PUBLIC else public or None
