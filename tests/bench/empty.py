"""The least that Flask can do, on the same server: one endpoint that reads its body and answers nothing."""

from flask import Flask, request

from diagnostic.web import create_app
from diagnostic.web.door import Door


def create_door() -> Door:
    """The endpoint behind the door that `diagnostic serve` puts before the app."""
    empty = Flask("empty")

    @empty.route("/", methods=["GET", "POST"])
    def nothing() -> str:
        request.get_data()
        return ""

    door = Door(create_app({"ACCESS_LOG": False}))
    door.app = empty.wsgi_app
    return door
