"""The minimum for Flask on the same server: one endpoint that reads its body and returns nothing."""

from flask import Flask, request

from diagnostic.web import create_app
from diagnostic.web.rsgi import RsgiApp


def create_rsgi_app() -> RsgiApp:
    """An empty endpoint behind the server interface that `diagnostic serve` uses."""
    empty = Flask("empty")

    @empty.route("/", methods=["GET", "POST"])
    def nothing() -> str:
        request.get_data()
        return ""

    server = RsgiApp(create_app({"ACCESS_LOG": False}), warm_up=lambda: None)
    server.app = empty.wsgi_app
    return server
