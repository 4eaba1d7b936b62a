"""Asks for Claude at the address of Gemini's models."""

import google.auth
from google.auth.transport.requests import AuthorizedSession

credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/cloud-platform"])
models = "https://aiplatform.googleapis.com/v1/projects/my-project/locations/global/publishers/google/models"
response = AuthorizedSession(credentials).post(
    f"{models}/claude-sonnet-4-6:generateContent",
    json={"contents": [{"role": "user", "parts": [{"text": "Say hello."}]}]},
)
if not response.ok:
    raise RuntimeError(response.text)
