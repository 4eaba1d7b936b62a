// Measures an image before it is sent: bytes after base64, and pixels.
import Anthropic from "@anthropic-ai/sdk";

const maxBase64Bytes = 5 * 1024 * 1024; // take the number of your own message
const maxSide = 8_000;

const client = new Anthropic();

// fix:begin
// Width and height of a PNG or JPEG; [0, 0] where it is neither.
function pixels(image: Buffer): [number, number] {
  if (image.subarray(0, 4).toString("latin1") === "\x89PNG") return [image.readUInt32BE(16), image.readUInt32BE(20)];
  if (image.readUInt16BE(0) !== 0xffd8) return [0, 0];
  for (let at = 2; at + 9 < image.length && image[at] === 0xff; at += 2 + image.readUInt16BE(at + 2)) {
    const marker = image[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return [image.readUInt16BE(at + 7), image.readUInt16BE(at + 5)];
    }
  }
  return [0, 0];
}

// What is wrong with its size, or undefined.
function tooLarge(image: Buffer): string | undefined {
  const size = Math.ceil(image.length / 3) * 4;
  if (size > maxBase64Bytes) return `${size} bytes in base64 are more than ${maxBase64Bytes}`;
  const [width, height] = pixels(image);
  return Math.max(width, height) > maxSide ? `${width} x ${height} pixels are more than ${maxSide} a side` : undefined;
}
// fix:end

// A stand-in for your image: one pixel.
const image = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const problem = tooLarge(image);
if (problem) throw new Error(`Resize the image first: ${problem}.`);
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [
    {
      role: "user",
      content: [
        { type: "image", source: { type: "base64", media_type: "image/png", data: image.toString("base64") } },
        { type: "text", text: "Say hello." },
      ],
    },
  ],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
