// Asks for Claude at the address of Gemini's models.
const models = "https://aiplatform.googleapis.com/v1/projects/my-project/locations/global/publishers/google/models";
const response = await fetch(`${models}/claude-sonnet-4-6:generateContent`, {
  method: "POST",
  headers: { authorization: "Bearer ya29.lab", "content-type": "application/json" },
  body: JSON.stringify({ contents: [{ role: "user", parts: [{ text: "Say hello." }] }] }),
});
if (!response.ok) throw new Error(await response.text());
