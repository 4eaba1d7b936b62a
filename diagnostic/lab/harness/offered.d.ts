// What a block finds in every program: see run.py.
declare const client: import("@anthropic-ai/sdk").Anthropic;
declare const messages: import("@anthropic-ai/sdk").Anthropic.MessageParam[];
declare const tools: import("@anthropic-ai/sdk").Anthropic.Tool[];
declare const model: string;
