// Asks for the results of a batch that is still running.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
for await (const result of await client.messages.batches.results("msgbatch_01LabLabLabLabLabLab"))
  console.log(result.custom_id);
