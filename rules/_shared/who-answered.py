import anthropic

try:
    response = client.messages.with_raw_response.create(
        model="claude-sonnet-4-6", max_tokens=16, messages=messages
    ).http_response
except anthropic.APIStatusError as error:
    response = error.response
print(response.status_code, response.headers.get("content-type"))
print(response.headers.get("request-id", "no request id: not the API itself"))
print(response.text[:200])
