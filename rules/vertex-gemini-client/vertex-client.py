import anthropic

client = anthropic.AnthropicVertex(region="global", project_id="my-project")
