const key = client.apiKey ?? "";
console.log(`${key.slice(0, 12)}… has ${key.length} characters`);
console.log("blanks or line ends around it:", key !== key.trim());
