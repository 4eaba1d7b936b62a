import threading
import time
from concurrent.futures import ThreadPoolExecutor
LASTING = ("usage limits", "spend_limit", "credit balance", "billing_error",
           "authentication_error")  # each question would get the same
def ask_all(client, questions, target=50, rate=5.0):
    """Answers, or errors, in order; the pace grows by a tenth with each."""
    patient, gate = client.with_options(max_retries=8), threading.Lock()
    spent = []  # such an error: what comes after it is not asked
    def ask(question):
        nonlocal rate  # calls a minute
        with gate:  # one call begins after the other
            time.sleep(60 / rate)
            rate = min(target, rate * 1.1)
        try:
            return spent[0] if spent else patient.messages.create(
                model="claude-sonnet-4-6", max_tokens=1024,
                messages=[{"role": "user", "content": question}],
            )
        except Exception as error:  # the other answers are not lost
            if any(words in str(error) for words in LASTING):
                spent.append(error)
            return error
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(ask, questions))
