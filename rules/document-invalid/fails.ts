// Meets the error: an HTML page is sent as a PDF.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [
    {
      role: "user",
      content: [
        {
          type: "document",
          source: {
            type: "base64",
            media_type: "application/pdf",
            data: "PGh0bWw+Tm90IGZvdW5kPC9odG1sPg==",
          },
        },
        { type: "text", text: "Say hello." },
      ],
    },
  ],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
