import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";

// No keys here: a profile, a role or variables are found, as for aws.
const client = new AnthropicBedrock({ awsRegion: "us-east-1" });
