"""Simulates the platforms of Google and Microsoft at their own addresses, reached through the lab's proxy:
the sign-in of Google's libraries, and the platforms' errors.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import re2

from diagnostic.lab import healthy
from diagnostic.lab.fault import Fault, Request
from diagnostic.lab.wire import response

# The file that `gcloud auth application-default login` writes, with dummy values.
GOOGLE_USER = Path(__file__).parent / "google-user.json"
_SIGN_IN_HOST = "oauth2.googleapis.com"
_MODEL = re2.compile(r"/locations/([\w-]+)/publishers/anthropic/models/([^:/]+)")
_OF_GOOGLE = re2.compile(r"/locations/([\w-]+)/publishers/google/models/(claude[^:/]+)")
# Model names up to 4.5 have a date after an @, from 4.6 on they have none.
_WITH_DATE = re2.compile(r"claude-(?:3|[a-z]+-4(?:-[0-5](?:[-@]|$)|-\d{8}|@|$))")
DEPLOYMENT = "my-deployment"


def sign_in(request: Request) -> bytes | None:
    """Google's response to a refresh token; None if the request is not a sign-in."""
    if request.headers.get("host", "").partition(":")[0] != _SIGN_IN_HOST:
        return None
    token = {
        "access_token": "ya29.lab",
        "expires_in": 3599,
        "scope": "https://www.googleapis.com/auth/cloud-platform",
        "token_type": "Bearer",
    }
    return response(200, json.dumps(token))


def _place(request: Request) -> tuple[str, str]:
    """Region and model of a request to Vertex AI."""
    found = _MODEL.search(unquote(request.path))
    return (found[1], found[2]) if found else ("", "")


def _google_error(code: int, status: str, message: str) -> bytes:
    return response(code, json.dumps({"error": {"code": code, "message": message, "status": status}}))


def _check_vertex_model(request: Request) -> bytes | None:
    region, model = _place(request)
    if ("@" in model) == bool(_WITH_DATE.match(model)):
        return None
    name = f"projects/my-project/locations/{region}/publishers/anthropic/models/{model}"
    return _google_error(
        404,
        "NOT_FOUND",
        f"Publisher Model `{name}` was not found or your project does not have access to it. Please ensure"
        " you are using a valid model version.",
    )


def _check_vertex_region(request: Request) -> bytes | None:
    region, model = _place(request)
    if region == "global":
        return None
    return _google_error(
        429,
        "RESOURCE_EXHAUSTED",
        "Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base"
        f" model: anthropic-{model.partition('@')[0]}. Please submit a quota increase request.",
    )


def _check_publisher(request: Request) -> bytes | None:
    found = _OF_GOOGLE.search(unquote(request.path))
    if not found:
        return None
    name = f"projects/my-project/locations/{found[1]}/publishers/google/models/{found[2]}"
    message = f"Publisher Model `{name}` was not found or your project does not have access to it."
    return _google_error(404, "NOT_FOUND", message)


def _check_deployment(request: Request) -> bytes | None:
    if request.json.get("model") == DEPLOYMENT:
        return None
    message = (
        "The API deployment for this resource does not exist. If you created the deployment within the last 5"
        " minutes, please wait a moment and try again."
    )
    return response(404, json.dumps({"error": {"code": "DeploymentNotFound", "message": message}}))


def _check_address(request: Request) -> bytes | None:
    if request.path.startswith("/anthropic/v1/"):
        return None
    return response(404, json.dumps({"error": {"code": "404", "message": "Resource not found"}}))


FAULTS = (
    Fault("vertex", "no fault: a healthy Vertex AI", healthy.play, target="vertex"),
    Fault(
        "vertex-model",
        "404 for a model name that Vertex AI does not know",
        check=_check_vertex_model,
        target="vertex",
    ),
    Fault(
        "vertex-quota",
        "429 RESOURCE_EXHAUSTED everywhere but at the global endpoint",
        check=_check_vertex_region,
        target="vertex",
    ),
    Fault(
        "vertex-gemini",
        "404 for Claude at the address of Gemini's models",
        check=_check_publisher,
        target="vertex",
    ),
    Fault("foundry", "no fault: a healthy Foundry", healthy.play, target="foundry"),
    Fault(
        "foundry-deployment",
        f"404 DeploymentNotFound for any name but {DEPLOYMENT}",
        check=_check_deployment,
        target="foundry",
    ),
    Fault("foundry-address", "404 for an address without /anthropic", check=_check_address, target="foundry"),
)
