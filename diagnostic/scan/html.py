"""Tally -> one self-contained HTML file: counts, an SVG timeline and advice."""

from __future__ import annotations

from html import escape

from diagnostic.log.tally import Tally
from diagnostic.log.times import fill_gaps
from diagnostic.scan.report import CauseCount, ScanAnswer, format_size, format_warnings, scan_answer

_WIDTH, _HEIGHT, _MAX_BAR_WIDTH = 900, 120, 40
_SHOWN_HOSTS = 20
_MIN_AXIS_WIDTH = 260  # room for the labels of the first and last hour if there are few bars
_STYLE = """
:root{color-scheme:light dark;--ink:#1c1b19;--soft:#6b675f;--line:#dedad2;--bar:#b4552d;--page:#fbfaf7}
@media(prefers-color-scheme:dark){:root{--ink:#ece9e2;--soft:#a39e93;--line:#3a3833;--bar:#e08a5b;--page:#1a1917}}
body{font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--page);
  max-width:60rem;margin:2.5rem auto;padding:0 1.25rem}
h1{font-size:1.6rem}h2{font-size:1.1rem;margin:2.2rem 0 .2rem}p.soft,td.soft,text{
  color:var(--soft);fill:var(--soft)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right}svg{width:100%;height:auto;display:block}rect{fill:var(--bar)}
text{font-size:11px}code{font-size:.9em}a{color:var(--bar)}li{max-width:44rem}
"""


def render_html(tally: Tally) -> str:
    """The complete page; everything from the log is escaped."""
    answer = scan_answer(tally)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Claude API errors in a log</title><style>{_STYLE}</style></head><body>"
        f"<h1>{answer.events:,} Claude API errors in {format_size(answer.bytes_read)} of log</h1>"
        f"{_list(format_warnings(answer))}{_list(answer.advice)}{_table(answer)}"
        f"{''.join(map(_timeline, answer.causes))}"
        f'<p class="soft">Made by Error Diagnostic, rules {escape(answer.rules_version)}. Times are'
        f" {escape(f'of {answer.time_zone}' if answer.time_zone else 'as the log prints them')}.</p>"
        "</body></html>\n"
    )


def _list(sentences: list[str]) -> str:
    return (
        f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ul>" if sentences else ""
    )


def _table(answer: ScanAnswer) -> str:
    rows = "".join(
        f'<tr><td class="n">{cause.count:,}</td><td><a'
        f' href="#{escape(cause.id)}">{escape(cause.title)}</a></td><td'
        f' class="soft">{escape(cause.first_seen or "–")}</td><td'
        f' class="soft">{escape(cause.last_seen or "–")}</td></tr>'
        for cause in answer.causes
    )
    return (
        '<table><tr><th class="n">count</th><th>cause</th><th>first seen</th><th>last'
        f" seen</th></tr>{rows}</table>"
    )


def _timeline(cause: CauseCount) -> str:
    models = ", ".join(f"{escape(model)} ×{count:,}" for model, count in cause.models.items())
    hosts = ", ".join(
        f"{escape(host)} ×{count:,}" for host, count in list(cause.hosts.items())[:_SHOWN_HOSTS]
    )
    requests = ", ".join(f"<code>{escape(id)}</code>" for id in cause.request_ids)
    waves = "; ".join(
        f"{wave.count:,} from {escape(wave.begins)} to {escape(wave.ends)}, most in the minute of"
        f" {escape(wave.busiest_minute)} ({wave.most_a_minute:,})"
        for wave in cause.waves
    )
    return (
        f'<h2 id="{escape(cause.id)}">{escape(cause.title)}</h2>{_bars(cause)}'
        + (f'<p class="soft">Models: {models}</p>' if models else "")
        + (f'<p class="soft">Hosts: {hosts}</p>' if hosts else "")
        + (f'<p class="soft">Waves: {waves}</p>' if waves else "")
        + (f'<p class="soft">Request ids: {requests}</p>' if requests else "")
    )


def _bars(cause: CauseCount) -> str:
    if not cause.hours:
        return '<p class="soft">These errors have no times in the log.</p>'
    spans = fill_gaps(cause.hours)
    most, step = max(spans.values()), min(_WIDTH / len(spans), _MAX_BAR_WIDTH)
    bars = "".join(
        f'<rect x="{number * step:.1f}" y="{_HEIGHT - height:.1f}" width="{max(1, step - 1):.1f}"'
        f' height="{height:.1f}"><title>{escape(hour)}: {count:,}</title></rect>'
        for number, (hour, count) in enumerate(spans.items())
        if count
        for height in (max(2, count / most * (_HEIGHT - 20)),)
    )
    first, last = next(iter(spans)), list(spans)[-1]
    unit = "hour" if ":" in first else "day"
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT + 18}" role="img" aria-label="{cause.count:,} errors by {unit},'
        f' most {most:,} in one {unit}">{bars}<text x="0" y="{_HEIGHT + 14}">{escape(first)}</text><text'
        f' x="{max(_MIN_AXIS_WIDTH, step * len(spans)):.0f}" y="{_HEIGHT + 14}"'
        f' text-anchor="end">{escape(last)}</text><text x="0" y="11">{most:,}</text></svg>'
    )
