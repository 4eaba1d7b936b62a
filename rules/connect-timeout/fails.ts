// Node gives a connection ten seconds: the SDK says "Request timed out." to that, fetch says why.
const response = await fetch(`${process.env["ANTHROPIC_BASE_URL"]}/v1/models`, {
  headers: { "x-api-key": process.env["ANTHROPIC_API_KEY"] ?? "", "anthropic-version": "2023-06-01" },
});
console.log(await response.json());
