"""Hands a proxy to httpx by the name that it had before 0.28."""

import anthropic

http_client = anthropic.DefaultHttpxClient(proxies="http://127.0.0.1:3128")
anthropic.Anthropic(http_client=http_client)
