const response = await client.messages
  .create(
    { model: "claude-sonnet-4-6", max_tokens: 16, messages, stream: true },
  )
  .asResponse();
console.log(response.status, response.headers.get("content-type"));
const id = response.headers.get("request-id");
console.log(id ?? "no request id: not the API itself");
console.log((await response.text()).slice(0, 200));
