// Builds each embed of the standard input with the validating builders of discord.js; fails on the first it refuses.
import { EmbedBuilder } from "@discordjs/builders";
import { isDeepStrictEqual } from "node:util";

let text = "";
for await (const part of process.stdin) text += part;
for (const embed of JSON.parse(text)) {
  const built = new EmbedBuilder()
    .setTitle(embed.title)
    .setURL(embed.url ?? null)
    .setDescription(embed.description ?? null)
    .setColor(embed.color ?? null)
    .setFooter(embed.footer)
    .addFields(embed.fields);
  const made = JSON.parse(JSON.stringify(built.toJSON()));
  for (const [name, value] of Object.entries(embed)) {
    if (!isDeepStrictEqual(made[name], value)) throw new Error(`${name}: ${JSON.stringify(value)}`);
  }
}
