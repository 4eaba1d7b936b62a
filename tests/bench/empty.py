"""The minimum for Flask on the same server: one endpoint that reads its body and returns nothing."""

from flask import Flask, request

from diagnostic.web import create_app
from diagnostic.web.rsgi import RsgiApp


def create_rsgi_app() -> RsgiApp:
    """The endpoint behind the door that `diagnostic serve` puts before the app."""
    empty = Flask("empty")

    @empty.route("/", methods=["GET", "POST"])
    def nothing() -> str:
        request.get_data()
        return ""

    door = RsgiApp(create_app({"ACCESS_LOG": False}))
    door.app = empty.wsgi_app
    return door
