/** Reads an agent and writes it back, while somebody else changes it. */
import Anthropic from "@anthropic-ai/sdk";

const { agents } = new Anthropic().beta;
const { id, system, version } = await agents.retrieve("agent_01LabLabLabLabLabLab");
const agent = await agents.update(id, { version, system: `${system} Be brief.` });
console.log(agent.description);
