import concurrent.futures, re, threading, time
LASTS = "^40(?!3 <)[1-4] |usage limits|spend_limit|credit balance|been disabled"
def ask_all(client, questions, target=50, rate=5.0):
    """Answers, or errors, in order; the pace grows by a tenth with each."""
    patient, gate = client.with_options(max_retries=8), threading.Lock()
    lasting = []  # an error that each question would get: no more is asked
    def ask(text):
        nonlocal rate  # calls a minute
        with gate:  # one call begins after the other
            time.sleep(0 if lasting else 60 / rate)
            rate = min(target, rate * 1.1)
        try:
            if lasting: return lasting[0]
            got = patient.messages.create(model="claude-sonnet-4-6",
                max_tokens=1024, messages=[{"role": "user", "content": text}])
            came = getattr(got, "content", 0)  # a gateway's page has no parts
            ok = type(came) is list and all(getattr(p, "type", 0) for p in came)
            return got if ok else ValueError(got)
        except Exception as error:  # the other answers are not lost
            said = f"{getattr(error, 'status_code', 0)} {error}"
            if re.search(LASTS, said): lasting.append(error)
            return error
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        try: return list(pool.map(ask, questions))
        finally: lasting.append(None)  # after Ctrl+C, no more is asked
