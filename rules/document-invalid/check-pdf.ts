// Looks at a PDF before it is sent.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
// A stand-in for your file.
const pdf = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>",
);

// fix:begin
// What keeps the API from reading it, or undefined.
function wrongWith(pdf: Buffer): string | undefined {
  if (!pdf.subarray(0, 5).equals(Buffer.from("%PDF-"))) return `it is no PDF: it begins with ${pdf.toString("latin1", 0, 16)}`;
  const text = pdf.toString("latin1");
  if (text.includes("/Encrypt")) return "it is protected: save it without the password";
  const pages = text.match(/\/Type ?\/Page\b/g)?.length ?? 0; // a rough count
  return pages > 600 ? `it has about ${pages} pages: split it` : undefined;
}

const problem = wrongWith(pdf);
if (problem) throw new Error(`The file cannot be sent: ${problem}.`);
// fix:end
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [
    {
      role: "user",
      content: [
        { type: "document", source: { type: "base64", media_type: "application/pdf", data: pdf.toString("base64") } },
        { type: "text", text: "Say hello." },
      ],
    },
  ],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
