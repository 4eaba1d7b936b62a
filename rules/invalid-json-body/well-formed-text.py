def well_formed(messages):
    """Texts without half characters: pairs joined, halves replaced."""
    def repair(value):
        if isinstance(value, str):
            joined = value.encode("utf-16", "surrogatepass")
            return joined.decode("utf-16", "replace")
        if isinstance(value, list):
            return [repair(item) for item in value]
        if isinstance(value, dict):
            return {name: repair(item) for name, item in value.items()}
        return value

    return repair(messages)
