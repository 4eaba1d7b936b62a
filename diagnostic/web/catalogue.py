"""The catalogue: an index with search, a permanent page for each cause, and short links to it."""

from __future__ import annotations

from functools import cache

import msgspec
from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.render.markdown import render_cause
from diagnostic.render.phrases import first_sentence
from diagnostic.rules import Cause
from diagnostic.search import find_named, find_printed, plain_words, suggest
from diagnostic.text import clean
from diagnostic.web.highlighting import Block, highlight_evidence
from diagnostic.web.responses import cached
from diagnostic.web.templating import FAMILIES
from diagnostic.world.clients import Client, clients

blueprint = Blueprint("catalogue", __name__)

_MAX_NAME_LENGTH = 80
_MAX_QUERY_LENGTH = 200
_MAX_EXAMPLES = 3
# Most readers use an SDK, then Claude Code.
_CLIENT_KIND_ORDER = {"sdk": 0, "claude-code": 1, "framework": 2}


@blueprint.get("/causes/")
def causes() -> BaseResponse:
    """The index by family; with ?q=, the causes with these words in their names, and
    those that print them.
    """
    query = request.args.get("q", "")
    if not query.strip():
        return cached(_index())
    # The query is user text: it is redacted, and the page must not be cached.
    response = make_response(_index(clean(query).masked[:_MAX_QUERY_LENGTH]))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _index(query: str = "", missing: str | None = None) -> str:
    rules = rulebook()
    named = find_named(query, rules)
    # Search results are sorted by relevance, the index by family.
    families = [] if query.strip() else FAMILIES
    groups = [(family, [cause for cause in named if cause.family == family]) for family in families]
    # The engine also matches specific values, such as "210000 tokens > 200000 maximum".
    diagnosed = [finding.cause for finding in diagnose(query).findings] if query.strip() else []
    printed = [
        cause for cause in dict.fromkeys((*diagnosed, *find_printed(query, rules))) if cause not in named
    ]
    is_found = bool(named or printed)
    misspelled = missing or ("" if is_found else query)
    suggested = suggest(misspelled, rules) if misspelled and "[masked-" not in misspelled else []
    # Suggestions for a search without results.
    most_asked = [rules.causes[id] for id in plain_words().most_asked]
    return render_template(
        "causes.html",
        groups=[(family, causes) for family, causes in groups if causes],
        best=named if query.strip() else [],
        most_asked=[] if query.strip() and is_found else most_asked,
        suggested=suggested,
        plain=plain_words().by_cause,
        posts=sum(plain_words().post_counts.values()),
        printed=printed,
        query=query,
        missing=missing,
        count=len(named) + len(printed),
    )


@blueprint.get("/causes/<id>")
def cause(id: str) -> BaseResponse:
    """The page of a cause; aliases redirect to it permanently."""
    rules = rulebook()
    if id in rules.aliases:
        return redirect(f"/causes/{rules.aliases[id]}", 301)
    found = rules.causes.get(id)
    if found is None:
        return _unknown(id)
    page = render_template(
        "cause.html",
        cause=found,
        broader=rules.causes.get(found.broader or ""),
        related=[rules.causes[other] for other in found.related],
        special=[rules.causes[other] for other in rules.special_cases.get(id, ())],
        examples=_examples(found),
        count=len(rules.causes),
        data=_linked_data(found, current_app.config["PUBLIC_URL"]),
    )
    return cached(page)


class ShownExample(msgspec.Struct, frozen=True):
    """The output of one client for a cause, with the evidence marked."""

    client_name: str
    blocks: list[Block]


@cache
def _examples(cause: Cause) -> list[ShownExample]:
    """One real output for each kind of client, SDKs first."""
    chosen: dict[Client, str] = {}
    for example in cause.examples():
        client = _printed_by(example.name)
        # Of several outputs of a client, the shortest is the clearest.
        if client and len(example.text) < len(chosen.get(client, example.text + " ")):
            chosen[client] = example.text
    ordered = sorted(
        chosen, key=lambda client: (_CLIENT_KIND_ORDER.get(client.kind, len(_CLIENT_KIND_ORDER)), client.name)
    )
    return [
        ShownExample(client.name, highlight_evidence(diagnose(chosen[client]), f"x{at}-"))
        for at, client in enumerate(ordered[:_MAX_EXAMPLES], 1)
    ]


def _printed_by(example: str) -> Client | None:
    """The client whose prefix the name of the example begins with; the longest prefix wins."""
    named = [client for client in clients().values() if example.startswith(client.examples)]
    return max(named, key=lambda client: len(client.examples), default=None)


@blueprint.get("/causes/<id>.md")
def cause_markdown(id: str) -> BaseResponse:
    """The Markdown version of a cause's page."""
    found = rulebook().causes.get(id)
    if found is None:
        abort(404)
    return cached(render_cause(found, current_app.config["PUBLIC_URL"]), "text/markdown")


def _linked_data(cause: Cause, base: str) -> Markup:
    article = {
        "@type": "TechArticle",
        "headline": cause.title,
        "description": first_sentence(cause.explanation.what),
        "articleSection": FAMILIES[cause.family],
        "keywords": [cause.id, *cause.aliases],
        "inLanguage": "en",
    }
    data: dict[str, object] = {"@context": "https://schema.org", **article}
    if base:
        article["url"] = f"{base}/causes/{cause.id}"
        breadcrumbs = [
            ("Causes", f"{base}/causes/"),
            (FAMILIES[cause.family], f"{base}/causes/#{cause.family}"),
            (cause.title, article["url"]),
        ]
        items = [
            {"@type": "ListItem", "position": at, "name": name, "item": url}
            for at, (name, url) in enumerate(breadcrumbs, 1)
        ]
        data = {
            "@context": "https://schema.org",
            "@graph": [article, {"@type": "BreadcrumbList", "itemListElement": items}],
        }
    # Nothing here comes from a paste; "<" is escaped so that no text can close the element.
    return Markup(msgspec.json.encode(data).decode().replace("<", "\\u003c"))  # noqa: S704


@blueprint.get("/e/<path:name>")
def short_link(name: str) -> BaseResponse:
    """A short link by status, error type, class name or alias: /e/529."""
    rules = rulebook()
    key = name.strip().removeprefix("anthropic.")
    id = key if key in rules.causes else _names().get(key.lower())
    if id:
        return redirect(f"/causes/{id}", 302)
    return _unknown(name)


def _unknown(name: str) -> BaseResponse:
    """The index with similarly spelled names. What was typed may contain a secret."""
    response = make_response(_index(missing=clean(name).masked[:_MAX_NAME_LENGTH]), 404)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@cache
def _names() -> dict[str, str]:
    return {alias.lower(): id for alias, id in rulebook().aliases.items()}
