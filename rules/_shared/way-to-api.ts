// The way to the Claude API without a key: proxy, name, connection, certificate, answer. Safe to paste.
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as secure } from "node:tls";

const base = (process.env.ANTHROPIC_BASE_URL || "https://api.anthropic.com").replace(/\/+$/, "");
if (!URL.canParse(base)) throw new Error("ANTHROPIC_BASE_URL is no valid address");
const url = new URL(base);
const host = url.hostname;
const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
const proxies = Object.keys(process.env).filter((name) => /_proxy$/i.test(name));
console.log(`Way to the Anthropic API from Node ${process.version}: ${host} port ${port}`);
console.log(`proxies: ${proxies.sort().join(", ") || "none"}`);

/** The socket once it is open; Node itself waits for as long as the system does. */
const opened = async <S extends Socket>(socket: S, event: string) => {
  socket.setTimeout(10_000, () => socket.destroy(Object.assign(new Error(`connect ETIMEDOUT ${host}:${port}`), { code: "ETIMEDOUT" })));
  await once(socket, event);
  return socket;
};
const checks: Record<string, () => Promise<unknown>> = {
  DNS: async () => (await lookup(host)).address,
  TCP: async () => {
    (await opened(connect({ host, port }), "connect")).destroy();
    return "connects";
  },
  TLS: async () => {
    if (url.protocol !== "https:") return "not used";
    const socket = await opened(secure({ host, port, servername: host }), "secureConnect");
    const issuer = socket.getPeerCertificate().issuer;
    socket.destroy();
    return `${issuer.O ?? ""} ${issuer.CN ?? ""}`;
  },
  HTTP: async () => {
    const answer = await fetch(`${url.origin}${url.pathname.replace(/\/$/, "")}/v1/models`, { signal: AbortSignal.timeout(15_000) });
    return `${answer.headers.get("server")} answers, ${answer.headers.get("content-type")}`;
  },
};
try {
  for (const [name, check] of Object.entries(checks)) console.log(`${name}: ${await check()}`);
} catch (error) {
  for (let link = error; link instanceof Error; link = link.cause) {
    console.log(`${link.name}: ${link.message} ${"code" in link ? String(link.code) : ""}`);
  }
  process.exitCode = 1;
}
