import type Anthropic from "@anthropic-ai/sdk";

/** Throws where an image is too large; the limit counts base64. */
function checkImages(messages: Anthropic.MessageParam[], most = 10 * 2 ** 20) {
  const check = (content: any) => { // of a turn, or of a result
    for (const block of Array.isArray(content) ? content : []) {
      check(block.content ?? block.source?.content);
      const bytes = block.type === "image" && block.source.data?.length;
      if (bytes > most)
        throw new Error(`an image of ${bytes} base64 bytes: make it smaller`);
    }
  };
  for (const { content } of messages) check(content);
  return messages;
}
