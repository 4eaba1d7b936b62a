import type Anthropic from "@anthropic-ai/sdk";

type Kind = Anthropic.Base64ImageSource["media_type"] | "application/pdf";

function fileBlock(data: Uint8Array, media_type: Kind = "image/png") {
  const text = Buffer.from(data).toString("base64");
  const type = "base64" as const;
  return media_type === "application/pdf"
    ? { type: "document" as const, source: { type, media_type, data: text } }
    : { type: "image" as const, source: { type, media_type, data: text } };
}
