"""The least that Flask can do: one endpoint that reads its body and answers nothing."""

from flask import Flask, request


def create_app() -> Flask:
    """The app."""
    app = Flask("empty")

    @app.route("/", methods=["GET", "POST"])
    def nothing() -> str:
        request.get_data()
        return ""

    return app
