import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import Anthropic from "@anthropic-ai/sdk";
import { Agent } from "undici";

const root = readFileSync(process.env["COMPANY_CA"] ?? "", "utf8"); // PEM
const dispatcher = new Agent({ connect: { ca: [...rootCertificates, root] } });
const client = new Anthropic({ fetchOptions: { dispatcher } });
