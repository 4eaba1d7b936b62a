const models = await client.models.list({ limit: 1000 }); // one page
for (const model of models.data) {
  console.log(model.id);
}
