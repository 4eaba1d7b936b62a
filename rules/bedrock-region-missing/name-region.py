import anthropic

client = anthropic.AnthropicBedrock(aws_region="us-east-1")
