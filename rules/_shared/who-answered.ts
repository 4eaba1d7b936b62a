import Anthropic from "@anthropic-ai/sdk";

const answer = await client.messages
  .create({ model: "claude-sonnet-4-6", max_tokens: 16, messages })
  .asResponse()
  .catch((error: unknown) => {
    if (error instanceof Anthropic.APIError && error.status) return error;
    throw error;
  });
const body = answer instanceof Response ? await answer.text() : answer.message;
console.log(answer.status, answer.headers?.get("content-type"));
const id = answer.headers?.get("request-id");
console.log(id ?? "no request id: not the API itself");
console.log(body.slice(0, 200));
