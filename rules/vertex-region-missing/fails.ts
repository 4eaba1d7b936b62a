// Meets the error: no region in the code and none in the environment.
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";

console.log(new AnthropicVertex({ projectId: "my-project" }).region);
