# Counts for each attempt, and for silence; a whole call has no limit here.
patient = client.with_options(timeout=120)
message = patient.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=messages
)
