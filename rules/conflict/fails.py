"""Reads an agent and writes it back, while somebody else changes it."""

import anthropic

agents = anthropic.Anthropic().beta.agents
agent = agents.retrieve("agent_01LabLabLabLabLabLab")
agent = agents.update(agent.id, version=agent.version, system=f"{agent.system} Be brief.")
print(agent.description)
