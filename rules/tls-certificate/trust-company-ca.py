import os
import ssl

import anthropic

context = ssl.create_default_context()
context.load_verify_locations(os.environ["COMPANY_CA"])  # a PEM file
client = anthropic.Anthropic(
    http_client=anthropic.DefaultHttpxClient(verify=context)
)
