with client.messages.with_streaming_response.create(
    model="claude-sonnet-4-6", max_tokens=16, messages=messages, stream=True
) as response:
    print(response.status_code, response.headers.get("content-type"))
    print(response.headers.get("request-id", "no request id: not the API"))
    print(response.read()[:200])
