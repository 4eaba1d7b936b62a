import { VERSION } from "@anthropic-ai/sdk/version";

const NEEDED = 1; // the first major version that has what you use
if (Number.parseInt(VERSION) < NEEDED)
  throw new Error(`@anthropic-ai/sdk ${VERSION} is too old: upgrade it`);
