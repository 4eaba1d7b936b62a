import anthropic

WORDS = ("credit balance is too low", "API usage limits", "monthly API usage",
         "has been disabled")
try:
    message = client.messages.create(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages
    )
except anthropic.APIStatusError as error:
    code = getattr(error, "error_code", None) or ""  # from SDK 2.12 on
    billing = error.status_code == 402 or "spend_limit_reached" in code
    if billing or any(words in str(error) for words in WORDS):
        print("No retry helps: the owner of the account must act.")
    raise
