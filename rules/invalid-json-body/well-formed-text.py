from collections.abc import Iterator


def well_formed(messages):
    """Texts without half characters: pairs joined, halves replaced."""
    def repair(value):
        if isinstance(value, str):
            joined = value.encode("utf-16", "surrogatepass")
            return joined.decode("utf-16", "replace")
        if hasattr(value, "to_dict"):  # an answer of the SDK
            plain = value.to_dict(mode="python")
            plain.pop("parsed_output", None)  # of parse(): not the API's
            return value if repair(plain) == plain else repair(plain)
        if hasattr(value, "read"):
            return value  # an open file
        if isinstance(value, (list, tuple, Iterator)):
            return [repair(item) for item in value]
        if isinstance(value, dict):
            return {repair(k): repair(item) for k, item in value.items()}
        return value

    return [repair(turn) for turn in messages]
