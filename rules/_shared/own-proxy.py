import os
from urllib.parse import quote

import anthropic

user, password = os.environ["PROXY_USER"], os.environ["PROXY_PASSWORD"]
login = f"{quote(user, safe='')}:{quote(password, safe='')}"
proxy = f"http://{login}@{os.environ['PROXY_HOST']}"
client = anthropic.Anthropic(
    http_client=anthropic.DefaultHttpxClient(proxy=proxy)
)
