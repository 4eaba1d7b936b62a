import Anthropic from "@anthropic-ai/sdk";
type Agent = Anthropic.Beta.BetaManagedAgentsAgent;
type Fields = Omit<Anthropic.Beta.AgentUpdateParams, "version">;
const holds = (have: any, want: any): boolean => // the API adds defaults
  want && typeof want === "object"
    ? (!Array.isArray(want) || want.length === have?.length) &&
      Object.entries(want).every(([name, one]) => holds(have?.[name], one))
    : ((have?.id ?? have) || null) === (want || null); // a model has an id
/** `change` gives new fields, made from the agent as it is now. */
async function changeAgent(
  client: Anthropic, agentId: string, change: (agent: Agent) => Fields,
) {
  let fields: Fields = {};
  for (let last = false; ; last = true) {
    const agent = await client.beta.agents.retrieve(agentId);
    if (last && holds(agent, fields)) return agent; // its answer was lost
    fields = change(agent);
    try {
      const { version } = agent;
      return await client.beta.agents.update(agentId, { ...fields, version });
    } catch (error) { // a conflict: somebody else was faster
      if (last || !(error instanceof Anthropic.ConflictError)) throw error;
    }
  }
}
