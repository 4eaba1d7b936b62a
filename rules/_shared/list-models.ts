const models = await client.models.list({ limit: 1000 }); // one page
if (!models.data.length) throw new Error("no models: a gateway's page?");
for (const model of models.data) {
  console.log(model.id);
}
