import re, threading, time
from concurrent.futures import ThreadPoolExecutor
# A 403 page of a firewall may be about one question alone: it does not last.
LASTS = "^40(?!3 <)[1-4] |usage limits|spend_limit|credit balance|been disabled"
def ask_all(client, questions, a_minute=50, workers=4):
    """Answers, or errors, in order; the pace holds for this process."""
    patient, gate = client.with_options(max_retries=8), threading.Lock()
    lasting = []  # an error that each question would get: no more is asked
    def ask(question):
        with gate: time.sleep(0 if lasting else 60 / a_minute)  # in turn
        try:
            if lasting: return lasting[0]
            got = patient.messages.create(
                model="claude-sonnet-4-6", max_tokens=1024,
                messages=[{"role": "user", "content": question}])
            came = getattr(got, "content", 0)  # a gateway's page has no parts
            ok = type(came) is list and all(getattr(p, "type", 0) for p in came)
            return got if ok else ValueError(got)
        except Exception as error:  # the other answers are not lost
            said = f"{getattr(error, 'status_code', 0)} {error}"
            if re.search(LASTS, said): lasting.append(error)
            return error
    with ThreadPoolExecutor(workers) as pool:
        try: return list(pool.map(ask, questions))
        finally: lasting.append(None)  # after Ctrl+C, no more is asked
