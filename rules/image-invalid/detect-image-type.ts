import type Anthropic from "@anthropic-ai/sdk";

const MAGIC = [[/^iVBORw/, "image/png"], [/^\/9j\//, "image/jpeg"],
  [/^R0lGOD/, "image/gif"], // as base64; a sound begins with RIFF, too:
  [/^UklGR.{6}XRUJQ/, "image/webp"]] as const;

/** Images under the type that their bytes have, in plain base64. */
function trueTypes(messages: Anthropic.MessageParam[]) {
  const fixed = structuredClone(messages);
  const repair = (content: any) => { // of a turn, or of a result
    for (const block of Array.isArray(content) ? content : []) {
      repair(block.content ?? block.source?.content);
      if (block.type !== "image" || block.source.type !== "base64") continue;
      const given = block.source.data.replace(/^\s*data:.*?;base64,|\s/g, "");
      const data = Buffer.from(given, "base64").toString("base64"); // padded
      const kind = MAGIC.find(([magic]) => magic.test(data))?.[1];
      if (!kind) throw new Error("not PNG, JPEG, GIF or WebP: convert it");
      block.source = { type: "base64", media_type: kind, data };
    }
  };
  for (const { content } of fixed) repair(content);
  return fixed;
}
