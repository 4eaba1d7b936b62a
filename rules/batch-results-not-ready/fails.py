"""Asks for the results of a batch that is still running."""

import anthropic

client = anthropic.Anthropic()
for result in client.messages.batches.results("msgbatch_01LabLabLabLabLabLab"):
    print(result.custom_id)
