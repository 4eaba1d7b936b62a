import json

def result_text(value):
    """Decimal, UUID, Path and dates become text in the JSON."""
    return json.dumps(value, default=str)
