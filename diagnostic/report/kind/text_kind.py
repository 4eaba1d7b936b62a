"""What the whole of a pasted text is: the report of an event, or a document, a change, a wish."""

from __future__ import annotations

from string import ascii_letters

import msgspec

from diagnostic.lazy import lazy
from diagnostic.patterns import Pattern
from diagnostic.report.kind import article, change, instruction, pull_request
from diagnostic.report.kind.headings import heading, may_be_heading
from diagnostic.report.signs.lines import LINE_PATTERNS
from diagnostic.report.signs.words import COMMITTED, MAY_BE_RESOLVED, MAY_REPORT_EVENT, PATTERNS
from diagnostic.text import CleanText

# Keys under which programs print an error's text.
_FIELDS = tuple(
    "message msg error err detail details reason description text body raw output log result stack title"
    " cause content name summary hint value".split()
)
# Headings under which people report what happened to them.
_BUG_REPORT = (
    r"describe the bug|bug description|what(?: happened|.s wrong)|(?:steps )?to reproduce"
    r"|(?:actual|current) (?:behaviou?r|result)s?|error (?:messages?/logs?|logs?|output|details?)"
)
_BUG_REPORT_HEADING = Pattern(heading(_BUG_REPORT))
_MAX_TITLE = 300  # characters of a text in which a commit message shows itself
_MAX_PROSE = 4000  # characters: longer texts are logs
_MAX_INQUIRY = 160  # characters of a line that is a question, or a search
_FRAGMENT_WORDS = 14
_SEVERAL = 3  # more than a single failure shows
SHORT_MESSAGE_WORDS = 30  # words of a message that a program shows
# Signs that count for the whole text; the other patterns are applied to single lines and sentences.
_WHOLE_TEXT_SIGNS = tuple("reference guide chapter article own-experience feature-request".split())
SIGNS = {name: str(PATTERNS[name].source) for name in _WHOLE_TEXT_SIGNS} | {
    "message-entry": str(LINE_PATTERNS["message-entry"].source),
    "may-report-event": MAY_REPORT_EVENT,
    "may-be-resolved": MAY_BE_RESOLVED,
    "pull-request": pull_request.SIGN,
    "instruction": instruction.SIGN,
    "news": article.NEWS,
    "problem-and-fix": article.PROBLEM_AND_FIX,
    "bug-report": may_be_heading(_BUG_REPORT),
    "may-explain": change.SIGN,
    "changed": change.TITLE_SIGN,
    "committed": COMMITTED,
}
_LETTERS_ONLY = bytes(byte if chr(byte) in f"{ascii_letters}'" else 32 for byte in range(256))


class TextKind(msgspec.Struct, frozen=True, dict=True):
    """Kinds of a pasted text; `signs` are the hits of one pass over it."""

    clean: CleanText
    signs: frozenset[str]

    @lazy
    def text(self) -> str:
        """The text that is read."""
        return self.clean.text

    @lazy
    def is_log(self) -> bool:
        """Whether it is too long for prose."""
        return len(self.text) > _MAX_PROSE

    def _has_sign(self, sign: str) -> bool:
        """Whether the text is prose with this sign."""
        return not self.is_log and f"text_kind.{sign}" in self.signs

    @property
    def may_explain(self) -> bool:
        """Whether any sentence may say what was changed or what an error means."""
        return "text_kind.may-explain" in self.signs

    @lazy
    def is_list(self) -> bool:
        """Whether most of the text is a list or a table."""
        lines = [line for line in self.text.split("\n") if line.strip()]
        return 2 * sum(bool(PATTERNS["listed"].occurs(line.encode())) for line in lines) > len(lines) > 2

    @lazy
    def has_message_table(self) -> bool:
        """Whether it contains a table of messages that a program may show."""
        if not self._has_sign("message-entry"):
            return False
        # In records of a log, one key repeats.
        return (
            len({line.partition(":")[0].strip() for line in self.text.split("\n") if is_message_entry(line)})
            > 1
        )

    @property
    def is_document(self) -> bool:
        """Whether the whole text is about errors instead of output of a program."""
        return (
            self.is_reference
            or self.is_guide
            or self.is_change
            or self.is_commentary
            or self.is_news
            or self.is_inquiry
        )

    @lazy
    def is_reference(self) -> bool:
        """Whether it explains errors one by one, each under the same few headings."""
        if not self._has_sign("reference"):
            return False
        headings = PATTERNS["reference"].finditer(self.text)
        return len({(hit.group(1) or hit.group(2) or hit.group(3)).lower() for hit in headings}) > 1

    @lazy
    def _own_words(self) -> str:
        return article.without_questions(self.clean.masked)

    @lazy
    def is_guide(self) -> bool:
        """Whether it is an article or an instruction, by its title, its headings or its own words."""
        if self.signs.issuperset(("text_kind.guide", "text_kind.chapter")):
            return True
        if self._has_sign("article") and not self._has_sign("own-experience"):
            return True
        if self._has_sign("problem-and-fix") and not article.has_own_experience(self._own_words):
            return True
        if self._has_sign("instruction") and instruction.is_instruction(self._own_words):
            return True
        return not self.is_log and article.is_article(self.clean.masked)

    @lazy
    def is_news(self) -> bool:
        """Whether it says what happened to everybody, and not what its author encountered."""
        return self._has_sign("news") and not (
            PATTERNS["first-person"].occurs(self.clean.data)
            or PATTERNS["unresolved"].occurs(self.clean.data)
            or LINE_PATTERNS["printed"].occurs(self.clean.data)
        )

    @lazy
    def is_inquiry(self) -> bool:
        """Whether it is a line that asks what a name stands for, or searches for a page or a price."""
        line = self.text.strip().encode()
        if len(line) > _MAX_INQUIRY or b"\n" in line or not PATTERNS["inquiry"].occurs(line):
            return False
        return not (PATTERNS["encountered"].occurs(line) or PATTERNS["event"].occurs(line))

    @lazy
    def is_change(self) -> bool:
        """Whether it begins like a commit message or like release notes."""
        return self.is_pull_request or (
            self._has_sign("changed") and change.is_release_notes(self.clean.masked)
        )

    @lazy
    def _has_title_of_commit(self) -> bool:
        if "text_kind.committed" in self.signs and PATTERNS["commit"].occurs(
            self.clean.masked[:_MAX_TITLE].encode()
        ):
            return True
        return self._has_sign("changed") and change.says_what_was_done(self.clean.masked)

    @lazy
    def is_pull_request(self) -> bool:
        """Whether it is the description of a pull request, by its title or its headings."""
        if self._has_title_of_commit and not pull_request.has_details_of_a_failure(self.clean.masked):
            return True
        return self._has_sign("pull-request") and pull_request.is_pull_request(self.clean.masked)

    @lazy
    def is_commentary(self) -> bool:
        """Whether each line is an indented comment, as in source code."""
        lines = [line for line in self.clean.masked[:_MAX_PROSE].split("\n") if line.strip()]
        return len(lines) >= _SEVERAL and all(
            LINE_PATTERNS["commentary"].occurs(line.encode()) for line in lines
        )

    @lazy
    def is_feature_request(self) -> bool:
        """Whether it is a filled-in feature request template."""
        return self._has_sign("feature-request")

    @lazy
    def is_resolved(self) -> bool:
        """Whether a person says that the error is gone, or was changed."""
        if not self._has_sign("may-be-resolved"):
            return False
        lines = self.clean.masked.split("\n")
        prose = "\n".join(line for line in lines if not LINE_PATTERNS["program-line"].occurs(line.encode()))
        return bool(PATTERNS["resolved"].occurs(prose.encode())) and not PATTERNS["unresolved"].occurs(
            prose.encode()
        )

    @lazy
    def reports_event(self) -> bool:
        """Whether any sentence reports something that happened; a text of a few words counts, too."""
        if self.is_log or count_words(self.text) <= _FRAGMENT_WORDS:
            return True
        if self._has_sign("bug-report") and _BUG_REPORT_HEADING.occurs(self.clean.masked.encode()):
            return True
        if not self._has_sign("may-report-event"):
            return False
        sentences = PATTERNS["sentence-end"].pieces(self.clean.data)
        if self.addresses_reader:
            sentences = [sentence for sentence in sentences if not PATTERNS["second-person"].occurs(sentence)]
        return any(map(is_report, sentences))

    @lazy
    def addresses_reader(self) -> bool:
        """Whether it describes what will happen to its reader, not something that its author encountered."""
        count = sum(1 for _ in PATTERNS["second-person"].finditer(self.text))
        return count >= _SEVERAL and not PATTERNS["first-person"].occurs(self.text.encode())

    @lazy
    def is_neutral(self) -> bool:
        """Whether it is a few sentences, without a list, about nothing that should or could be."""
        return (
            count_words(self.text) <= SHORT_MESSAGE_WORDS
            and not self.is_list
            and not any(
                PATTERNS[sign].occurs(self.text.encode()) for sign in ("general", "condition", "change")
            )
        )


def is_message_entry(line: str) -> bool:
    """Whether the line is an entry of a table of messages that a program may show."""
    entry = LINE_PATTERNS["message-entry"].search(line)
    return entry is not None and not (entry.group(1) or entry.group(2)).lower().endswith(_FIELDS)


def count_words(part: str) -> int:
    """The number of words in Latin letters."""
    return len(part.encode().translate(_LETTERS_ONLY).split())


def is_report(sentence: bytes) -> bool:
    """Whether a sentence reports something that happened to somebody."""
    is_reported = PATTERNS["event"].occurs(sentence) or (
        PATTERNS["first-person"].occurs(sentence) and not PATTERNS["condition"].occurs(sentence)
    )
    return bool(is_reported) and not PATTERNS["general"].occurs(sentence)
