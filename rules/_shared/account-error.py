import anthropic

WORDS = ("credit balance is too low", "API usage limits", "monthly API usage",
         "has been disabled", "spend_limit_reached")
try:
    message = client.messages.create(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages
    )
except anthropic.APIStatusError as error:
    said = str(error)
    if error.status_code == 402 or any(words in said for words in WORDS):
        print("No retry helps: the owner of the account must act.")
    raise
