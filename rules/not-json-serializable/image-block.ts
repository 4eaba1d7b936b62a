function imageBlock(data: Uint8Array) { // the bytes of a file
  const text = Buffer.from(data).toString("base64");
  const head = { type: "base64", media_type: "image/png" } as const;
  return { type: "image", source: { ...head, data: text } } as const;
}
