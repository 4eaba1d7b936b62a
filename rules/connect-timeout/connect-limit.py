import anthropic

# 15 s to connect instead of 5; 600 s of silence as before. With a limit of
# your own the SDK no longer says when a request should be streamed.
patient = client.with_options(timeout=anthropic.Timeout(600, connect=15.0))
message = patient.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=messages
)
