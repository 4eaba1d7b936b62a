// A route on your server: the page asks it, and it asks the API. The key stays here.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
const server = createServer(async (request, response) => {
  const question = await text(request);
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
  const stream = client.messages.stream({
    model: "claude-sonnet-4-6", // none of the browser's headers is passed on
    max_tokens: 1024,
    messages: [{ role: "user", content: question }],
  });
  stream.on("text", (piece) => response.write(piece));
  try {
    await stream.finalMessage();
    response.end();
  } catch (error) {
    console.error(error);
    response.destroy(); // the page gets a broken answer, not a short one that looks whole
  }
});
// fix:end

await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = server.address();
const port = typeof address === "object" && address ? address.port : 0;
console.log(await (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "Say hello." })).text());
server.close();
