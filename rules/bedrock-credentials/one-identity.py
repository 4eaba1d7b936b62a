import anthropic

# No keys here: a profile, a role or variables are found, as for aws.
client = anthropic.AnthropicBedrock(aws_region="us-east-1")
