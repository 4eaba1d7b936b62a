def without_sampling(request):
    """For models that refuse these settings: 4.7 and later."""
    refused = "temperature", "top_p", "top_k"
    return {key: request[key] for key in request if key not in refused}
