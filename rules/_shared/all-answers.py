import threading
import time
from concurrent.futures import ThreadPoolExecutor


def ask_all(client, questions, a_minute=50, workers=4):
    """Answers, or errors, in order; the pace holds for this process."""
    patient, gate = client.with_options(max_retries=8), threading.Lock()

    def ask(question):
        with gate:  # one call begins after the other
            time.sleep(60 / a_minute)
        try:
            return patient.messages.create(
                model="claude-sonnet-4-6", max_tokens=1024,
                messages=[{"role": "user", "content": question}],
            )
        except Exception as error:
            return error  # the other answers are not lost

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(ask, questions))
