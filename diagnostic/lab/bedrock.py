"""Faults of Amazon Bedrock: AWS's own errors in the wording of its runtime."""

from __future__ import annotations

import json

from diagnostic.lab import healthy
from diagnostic.lab.fault import Fault, Play, Request, Wire, respond_with
from diagnostic.lab.wire import aws_frame, chunk, response, stream_head


def _error(status: int, kind: str, message: str) -> bytes:
    headers = {
        "x-amzn-requestid": "4f1b6a2e-0000-4000-8000-4c61624c6162",
        "x-amzn-errortype": f"{kind}:http://internal.amazon.com/",
    }
    return response(status, json.dumps({"message": message}, ensure_ascii=False), headers)


def _fault(name: str, title: str, status: int, kind: str, message: str) -> Fault:
    return Fault(name, title, respond_with(_error(status, kind, message)), target="bedrock")


def _check_profile(request: Request) -> bytes | None:
    model = request.path.removeprefix("/model/").partition("/")[0].replace("%3A", ":")
    if not model.startswith("anthropic."):
        return None
    return _error(
        400,
        "ValidationException",
        f"Invocation of model ID {model} with on-demand throughput isn’t supported. "
        "Retry your request with the ID or ARN of an inference profile that contains this model.",
    )


def _check_old_key(request: Request) -> bytes | None:
    if OLD_KEY not in request.headers.get("authorization", ""):
        return None
    message = "The security token included in the request is expired"
    return _error(403, "ExpiredTokenException", message)


def _exception_in_stream(kind: str, message: str) -> Play:
    headers = {":exception-type": kind, ":content-type": "application/json", ":message-type": "exception"}

    async def play(request: Request, wire: Wire) -> None:
        frames = [*healthy.aws_events()[:3], aws_frame(headers, {"message": message})]
        await wire.send(stream_head(kind=healthy.AWS_STREAM), *map(chunk, frames), chunk(b""))

    return play


OLD_KEY = "ASIALABEXPIRED"
FAULTS = (
    Fault("bedrock", "no fault: a healthy Bedrock", healthy.play, target="bedrock"),
    _fault(
        "bedrock-throttled",
        "429 ThrottlingException",
        429,
        "ThrottlingException",
        "Too many tokens, please wait before trying again.",
    ),
    _fault(
        "bedrock-denied",
        "403 AccessDeniedException",
        403,
        "AccessDeniedException",
        "You don't have access to the model with the specified model ID.",
    ),
    _fault(
        "bedrock-expired",
        "403 ExpiredTokenException",
        403,
        "ExpiredTokenException",
        "The security token included in the request is expired",
    ),
    _fault(
        "bedrock-model",
        "400 ValidationException: the model id",
        400,
        "ValidationException",
        "The provided model identifier is invalid.",
    ),
    Fault(
        "bedrock-old-key",
        f"403 for the access key {OLD_KEY}, whose session is over",
        check=_check_old_key,
        target="bedrock",
    ),
    Fault(
        "bedrock-stream-error",
        "a modelStreamErrorException in the stream",
        _exception_in_stream(
            "modelStreamErrorException",
            "The system encountered an unexpected error during processing. Try your request again.",
        ),
        target="bedrock",
    ),
    Fault(
        "bedrock-stream-throttled",
        "a throttlingException in the stream",
        _exception_in_stream(
            "throttlingException",
            "Your request was throttled because of service-wide limitations. Resubmit your request later or"
            " in a different region.",
        ),
        target="bedrock",
    ),
    Fault(
        "bedrock-on-demand",
        "400 for a model id without an inference profile",
        check=_check_profile,
        target="bedrock",
    ),
)
