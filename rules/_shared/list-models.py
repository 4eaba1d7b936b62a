for model in client.models.list(limit=100):
    print(model.id)
