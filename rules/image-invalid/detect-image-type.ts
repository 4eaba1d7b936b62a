import type Anthropic from "@anthropic-ai/sdk";

const MAGIC = [["iVBORw", "image/png"], ["/9j/", "image/jpeg"],
  ["R0lGOD", "image/gif"], ["UklGR", "image/webp"]] as const; // as base64

/** Images under the type that their bytes have, in plain base64. */
function trueTypes(messages: Anthropic.MessageParam[]) {
  const fixed = structuredClone(messages);
  const repair = (content: any) => { // of a turn, or of a result
    for (const block of Array.isArray(content) ? content : []) {
      repair(block.content);
      if (block.type !== "image" || block.source.type !== "base64") continue;
      const data = block.source.data.replace(/^data:.*?;base64,/, "");
      const kind = MAGIC.find(([magic]) => data.startsWith(magic))?.[1];
      if (!kind) throw new Error("not PNG, JPEG, GIF or WebP: convert it");
      block.source = { type: "base64", media_type: kind, data };
    }
  };
  for (const { content } of fixed) repair(content);
  return fixed;
}
