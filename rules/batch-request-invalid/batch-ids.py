def start_batch(client, params_by_key):
    # An id is A-Z, a-z, 0-9, _ and -, and occurs once: a number is safe.
    keys = {f"r{n:06d}": key for n, key in enumerate(params_by_key)}
    batch = client.messages.batches.create(
        requests=[
            {"custom_id": name, "params": params_by_key[key]}
            for name, key in keys.items()
        ]
    )
    return batch, keys  # keys[result.custom_id] is your key again
