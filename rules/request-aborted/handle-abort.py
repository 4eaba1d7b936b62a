try:
    message = client.messages.create(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages)
except KeyboardInterrupt:  # Ctrl+C: you meant it; the API is not to blame
    print("Stopped by you.")
    raise
