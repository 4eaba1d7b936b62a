"""Looks at a PDF before it is sent."""

import base64

import anthropic

client = anthropic.Anthropic()
# A stand-in for your file.
pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"


# fix:begin
def wrong_with(pdf: bytes) -> str | None:
    """What keeps the API from reading it, or None."""
    if not pdf.startswith(b"%PDF-"):
        return f"it is no PDF: it begins with {pdf[:16]!r}"
    if b"/Encrypt" in pdf:
        return "it is protected: save it without the password"
    pages = pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/")  # a rough count
    return f"it has about {pages} pages: split it" if pages > 600 else None


if problem := wrong_with(pdf):
    raise SystemExit(f"The file cannot be sent: {problem}.")
# fix:end
message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=[
        {
            "role": "user",
            "content": [
                {
                    "type": "document",
                    "source": {
                        "type": "base64",
                        "media_type": "application/pdf",
                        "data": base64.b64encode(pdf).decode(),
                    },
                },
                {"type": "text", "text": "Say hello."},
            ],
        }
    ],
)
print("".join(block.text for block in message.content if block.type == "text"))
