import type Anthropic from "@anthropic-ai/sdk";

/** Throws where an image is too large; the limit counts base64. */
function checkImages(messages: Anthropic.MessageParam[], most = 10 * 2 ** 20) {
  for (const { content } of messages) {
    for (const block of typeof content === "string" ? [] : content) {
      if (block.type !== "image" || block.source.type !== "base64") continue;
      const { length } = block.source.data;
      if (length > most)
        throw new Error(`an image of ${length} base64 bytes: make it smaller`);
    }
  }
  return messages;
}
