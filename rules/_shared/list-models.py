for model in client.models.list(limit=1000).data:  # all in one page
    print(model.id)
