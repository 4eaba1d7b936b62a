const message = await client.messages.create(
  { model: "claude-sonnet-4-6", max_tokens: 1024, messages },
);
// What was flagged stays flagged while it is in the history.
if (message.stop_reason === "refusal")
  console.log("Declined: change the request, or start a new conversation.");
