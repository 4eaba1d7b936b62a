models = client.models.list(limit=1000).data  # all in one page
if not models:
    raise ValueError("no models: a gateway's page?")
for model in models:
    print(model.id)
