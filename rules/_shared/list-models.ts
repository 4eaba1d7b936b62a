for await (const model of client.models.list({ limit: 100 })) {
  console.log(model.id);
}
