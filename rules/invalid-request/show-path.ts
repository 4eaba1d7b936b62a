import Anthropic from "@anthropic-ai/sdk";

/** Prints the element of the request that the API's message names. */
async function ask(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
) {
  try {
    return await client.messages.create(request);
  } catch (error) {
    const path = // servers have tokens
      /\b(?!mcp_)[a-z_]+(?:\.\w+)+(?=:)/.exec(String(error))?.[0] ?? "";
    let element: any = request;
    for (const key of path.split(".")) {
      // The API counts a text as one block.
      const inner = typeof element === "string" ? undefined : element?.[key];
      if (inner === undefined) break; // or a path names a type
      element = inner;
    }
    if (element === request) console.log(String(error)); // it has secrets
    else console.log(path, JSON.stringify(element).slice(0, 500));
    throw error;
  }
}
