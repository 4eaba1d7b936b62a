import Anthropic from "@anthropic-ai/sdk";

const address =
  process.env["ANTHROPIC_BASE_URL"] || "https://api.anthropic.com";
const baseURL = address.trim().replace(/(\/v1)?(\/messages)?\/*(\?.*)?$/, "");
const client = new Anthropic({ baseURL });
