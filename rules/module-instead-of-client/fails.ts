// Takes the module for the class.
import * as Anthropic from "@anthropic-ai/sdk";

const client = new (Anthropic as any)();
console.log(client);
