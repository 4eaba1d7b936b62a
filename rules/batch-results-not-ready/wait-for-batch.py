import time

def results_of(client, batch_id):
    batches = client.messages.batches
    running = "in_progress", "canceling"  # a gateway's page has no status
    for _ in range(25 * 60):  # most end within an hour, all within 24
        if batches.retrieve(batch_id).processing_status not in running:
            return batches.results(batch_id)  # in any order: match custom_id
        time.sleep(60)
    raise TimeoutError("the batch has not ended: is its status from a cache?")
