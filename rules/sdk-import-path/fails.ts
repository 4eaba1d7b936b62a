// Imports a file of the package that it does not export.
// @ts-expect-error: an editor's automatic import writes this
const { Anthropic } = await import("@anthropic-ai/sdk/src/client");
console.log(new Anthropic());
