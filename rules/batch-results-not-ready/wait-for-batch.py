import time

def results_of(client, batch_id):
    batches = client.messages.batches
    running = "in_progress", "canceling"  # a gateway's page has no status
    while batches.retrieve(batch_id).processing_status in running:
        time.sleep(60)  # most batches end within an hour, all within 24
    return batches.results(batch_id)  # in any order: match by custom_id
