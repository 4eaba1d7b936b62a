const key = client.apiKey ?? "";
// A shorter key, or one of a gateway, would be shown whole or in part.
const shown = /^sk-ant-.{18}/.test(key) ? key.slice(0, 12) : "a key";
console.log(`${shown}… has ${key.length} characters`);
console.log("blanks or line ends around it:", key !== key.trim());
