// Reads an image's type from its bytes and sends plain base64.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
// A stand-in for your image, with the prefix that browsers put in front.
const given =
  "data:image/jpeg;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

// fix:begin
// The type that the bytes show.
function mediaType(image: Buffer): Anthropic.Base64ImageSource["media_type"] {
  const start = image.subarray(0, 12).toString("latin1");
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(start)) return "image/gif";
  if (/^RIFF....WEBP/s.test(start)) return "image/webp";
  throw new Error("Not PNG, JPEG, GIF or WebP: convert the file first.");
}

const image = Buffer.from(given.replace(/^data:[^,]*,/, ""), "base64");
// fix:end
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [
    {
      role: "user",
      content: [
        { type: "image", source: { type: "base64", media_type: mediaType(image), data: image.toString("base64") } },
        { type: "text", text: "Say hello." },
      ],
    },
  ],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
