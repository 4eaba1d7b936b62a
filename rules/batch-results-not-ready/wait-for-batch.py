import time

def results_of(client, batch_id):
    batches = client.messages.batches
    for _ in range(25 * 60):  # most end within an hour, all within 24
        batch = batches.retrieve(batch_id)
        status = getattr(batch, "processing_status", None)
        if not status:
            raise ValueError(f"no batch: {batch!s:.300}")  # a gateway's page
        if status not in ("in_progress", "canceling"):
            return batches.results(batch_id)  # in any order: match custom_id
        time.sleep(60)
    raise TimeoutError("the batch has not ended: is its status from a cache?")
