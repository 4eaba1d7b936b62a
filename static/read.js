// A file or a long text -> what is worth sending: the server reads the first 64 and the last 192 KiB.
const HEAD = 64 * 1024, TAIL = 192 * 1024, WHOLE = 1024 * 1024;

export async function read(file) {
  const start = new Uint8Array(await file.slice(0, 8192).arrayBuffer());
  if (start[0] === 0x1f && start[1] === 0x8b) return unpack(file);
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) {
    // PowerShell writes UTF-16 where output is redirected into a file.
    return shorten(new Blob([new TextDecoder(start[0] === 0xff ? "utf-16le" : "utf-16be").decode(await file.arrayBuffer())]));
  }
  refuseBinary(start, file.name);
  return shorten(file);
}

export async function shorten(blob) {
  if (blob.size <= WHOLE) return blob.text();
  const [head, tail] = await Promise.all([blob.slice(0, HEAD).text(), blob.slice(-TAIL).text()]);
  return join(head, tail, blob.size - HEAD - TAIL);
}

// Half a line may hold half a secret, which nothing would recognise.
function join(head, tail, skipped) {
  return `${head.slice(0, head.lastIndexOf("\n") + 1)}[${skipped.toLocaleString("en")} bytes were not read]\n${tail.slice(tail.indexOf("\n") + 1)}`;
}

// However much is packed, no more than both ends is held.
async function unpack(file) {
  const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  let parts = [], held = 0, head = null, size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      held += part.value.length;
      parts.push(part.value);
      if (size > WHOLE && held > WHOLE) {
        const bytes = new Blob(parts);
        head ??= await bytes.slice(0, HEAD).text();
        const tail = bytes.slice(-TAIL);
        parts = [tail];
        held = tail.size;
      }
    }
  } catch {
    throw new Error(`${file.name} is a damaged gzip file.`);
  }
  const bytes = new Blob(parts);
  refuseBinary(new Uint8Array(await bytes.slice(0, 8192).arrayBuffer()), file.name);
  return head === null ? shorten(bytes) : join(head, await bytes.slice(-TAIL).text(), size - HEAD - TAIL);
}

function refuseBinary(start, name) {
  if (start.includes(0)) throw new Error(`${name || "This file"} is binary, not text. Choose a log or a text file.`);
}
