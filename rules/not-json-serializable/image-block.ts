import type Anthropic from "@anthropic-ai/sdk";

/** The bytes of a file as a block of a message. */
function imageBlock(data: Uint8Array): Anthropic.ImageBlockParam {
  const text = Buffer.from(data).toString("base64");
  const source = { media_type: "image/png", data: text } as const;
  return { type: "image", source: { type: "base64", ...source } };
}
