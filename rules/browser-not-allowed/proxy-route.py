"""A route on your server: the page asks it, and it asks the API. The key stays here."""

import http.server
import threading
import urllib.request

import anthropic

client = anthropic.Anthropic()


# fix:begin
class Ask(http.server.BaseHTTPRequestHandler):
    """POST a question, get the answer as it is written."""

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["content-length"])).decode()
        self.send_response(200)
        self.send_header("content-type", "text/plain; charset=utf-8")
        self.end_headers()
        with client.messages.stream(  # none of the browser's headers is passed on
            model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": question}]
        ) as stream:
            for text in stream.text_stream:
                self.wfile.write(text.encode())
# fix:end

    def log_message(self, format: str, *args: object) -> None:
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Ask)
threading.Thread(target=server.serve_forever, daemon=True).start()
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
with opener.open(f"http://127.0.0.1:{server.server_port}/", data=b"Say hello.") as answer:
    print(answer.read().decode())
