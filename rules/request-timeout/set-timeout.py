# In seconds. It limits each silence, not the whole answer; default: 600.
patient = client.with_options(timeout=1800)
message = patient.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=messages
)
