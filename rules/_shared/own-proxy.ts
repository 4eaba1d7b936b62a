import Anthropic from "@anthropic-ai/sdk";
import { ProxyAgent } from "undici";

const { PROXY_USER = "", PROXY_PASSWORD = "", PROXY_HOST = "" } = process.env;
const login = [PROXY_USER, PROXY_PASSWORD].map(encodeURIComponent).join(":");
const dispatcher = new ProxyAgent(`http://${login}@${PROXY_HOST}`);
const client = new Anthropic({ fetchOptions: { dispatcher } });
