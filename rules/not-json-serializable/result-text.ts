/** A BigInt becomes text in the JSON. */
function resultText(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    typeof one === "bigint" ? String(one) : one) ?? "";
}
