import anthropic

try:
    with client.messages.stream(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages
    ) as stream:
        message = stream.get_final_message()
except anthropic.APIStatusError as error:
    if "content filtering policy" in str(error):
        print("Blocked: ask for something else; the same request fails again.")
    raise
