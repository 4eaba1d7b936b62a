"""The `diagnostic` command: exit 0 where a cause was found, 1 where none was, 2 on bad usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module


def main(argv: list[str] | None = None) -> int:
    """Runs one command and gives its exit status."""
    args = sys.argv[1:] if argv is None else argv
    if args and args[0] in _OWN_ARGUMENTS:
        return import_module(_OWN_ARGUMENTS[args[0]]).main(args[1:]) or 0
    options = _parser().parse_args(args)
    try:
        return options.run(options)
    except BrokenPipeError:
        # The reader went away (`| head`); nothing is wrong with the answer.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


# Commands that are programs of their own: they read their arguments themselves, and load only when asked for.
_OWN_ARGUMENTS = {
    "lab": "diagnostic.lab",
    "scan": "diagnostic.scan",
    "doctor": "diagnostic.doctor",
    "serve": "diagnostic.serve",
    "mcp": "diagnostic.mcp",
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="diagnostic",
        description="Finds out what an error of the Claude API means, who has to act, whether to retry, and how to fix it.",
        epilog="Also: diagnostic serve | lab | scan | doctor | mcp, each with --help of its own.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    explain = _command(commands, "explain", _explain, "explain an error: FILE, or standard input")
    explain.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="a log or traceback; - is standard input"
    )
    explain.add_argument(
        "--ask", action="store_true", help="where no rule fits, ask Claude for a second opinion (needs a key)"
    )

    causes = _command(commands, "causes", _causes, "list the causes, or show one")
    causes.add_argument("id", nargs="?", help="a cause's id or another name of it")

    rules = commands.add_parser("rules", help="check the rules", description="Checks the rule folders.")
    checks = rules.add_subparsers(required=True, metavar="COMMAND")
    check = checks.add_parser("check", help="load every rule and try every example on all of them")
    check.add_argument("ids", nargs="*", metavar="ID", help="only these rules")
    check.add_argument(
        "--matrix", action="store_true", help="show each rule's hits over all examples of all rules"
    )
    check.set_defaults(run=_check)
    return parser


def _command(
    commands: argparse._SubParsersAction, name: str, run: Callable, says: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    parser.add_argument(
        "--language", choices=("python", "typescript"), help="show code in this language only"
    )
    parser.set_defaults(run=run)
    return parser


def _explain(options: argparse.Namespace) -> int:
    from diagnostic.diagnosis import diagnose
    from diagnostic.text import MaskingError

    if options.ask and options.format != "text":
        return _bad_usage("--ask prints while Claude writes: it goes with --format text only")
    try:
        text = _read(options.file)
    except OSError as error:
        return _bad_usage(f"cannot read {options.file}: {error.strerror}")
    if not text.strip():
        return _bad_usage(
            "there is no text: name a file, or pipe one in, as in `my-program 2>&1 | diagnostic explain`"
        )
    try:
        diagnosis = diagnose(text)
    except MaskingError:
        return _bad_usage("the secrets in this text could not be masked, so nothing of it is shown")
    if options.format == "json":
        from diagnostic.render.json import encode_answer

        _write(encode_answer(diagnosis).decode() + "\n")
    elif options.format == "markdown":
        from diagnostic.render.markdown import render_markdown

        _write(render_markdown(diagnosis))
    else:
        from diagnostic.render.terminal import print_diagnosis

        print_diagnosis(diagnosis, _console(), options.language)
    if options.ask and not diagnosis.findings:
        from diagnostic.opinion.terminal import print_opinion

        return print_opinion(diagnosis, _console())
    return 0 if diagnosis.findings else 1


def _causes(options: argparse.Namespace) -> int:
    from diagnostic.diagnosis import rulebook

    rules = rulebook()
    if options.id is None:
        if options.format == "json":
            import msgspec

            from diagnostic.render.json import cause_ref

            _write(msgspec.json.encode([cause_ref(cause) for cause in rules.causes.values()]).decode() + "\n")
        else:
            width = max(map(len, rules.causes))
            _write("".join(f"{id:<{width}}  {cause.title}\n" for id, cause in rules.causes.items()))
        return 0
    cause = rules.causes.get(rules.aliases.get(options.id, options.id))
    if cause is None:
        return _bad_usage(f"there is no cause {options.id!r}: `diagnostic causes` lists them", status=1)
    if options.format == "json":
        from diagnostic.render.json import encode_cause

        _write(encode_cause(cause).decode() + "\n")
    elif options.format == "markdown":
        from diagnostic.render.markdown import render_cause

        _write(render_cause(cause))
    else:
        from diagnostic.render.terminal import print_cause

        print_cause(cause, _console(), options.language)
    return 0


def _check(options: argparse.Namespace) -> int:
    from diagnostic.check import check_rules, draw_matrix
    from diagnostic.rules import RuleError

    try:
        result = check_rules(only=options.ids)
    except RuleError as error:
        return _bad_usage(str(error), status=1)
    if options.matrix:
        _write(draw_matrix(result))
    for problem in result.problems:
        print(problem, file=sys.stderr)
    _write(f"{result.causes} causes, {result.examples} examples, {len(result.problems)} problems\n")
    return 1 if result.problems else 0


def _read(name: str) -> str:
    if name == "-":
        if sys.stdin.isatty():
            print("Paste the error, then press Ctrl-D.", file=sys.stderr)
        data = sys.stdin.buffer.read()
    else:
        with open(name, "rb") as file:
            data = file.read()
    return data.decode("utf-8", "replace")


def _console():  # noqa: ANN202 - rich is loaded only for terminals
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def _write(text: str) -> None:
    sys.stdout.write(text)


def _bad_usage(problem: str, status: int = 2) -> int:
    print(f"diagnostic: {problem}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
