import re
import sys

import anthropic

print(f"Python {sys.version.split()[0]}, anthropic {anthropic.__version__}")
try:
    message = client.messages.create(
        model="claude-sonnet-4-6", max_tokens=16, messages=messages
    )
except Exception as error:
    link = error
    while link:  # the innermost exception names the reason
        line = f"{type(link).__module__}.{type(link).__name__}: {link}"[:300]
        print(re.sub(r"sk-ant-[\w-]+", "sk-ant-…", line))
        link = link.__cause__ or link.__context__
    raise
