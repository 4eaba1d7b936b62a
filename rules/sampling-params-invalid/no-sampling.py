SAMPLING = "temperature", "top_p", "top_k"


def without_sampling(request):
    """For models that refuse these settings: 4.7 and later."""
    return {name: value for name, value in request.items()
            if name not in SAMPLING}
