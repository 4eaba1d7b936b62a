"""Claude Code's program -> the messages that people see every day."""

from __future__ import annotations

import re

from diagnostic.lab.census_javascript import read_texts
from diagnostic.lab.census_python import Message, is_sentence

_MODULE = re.compile(rb"// @bun @bytecode\n// \(c\) Anthropic[^\0]*")
_COMPLAINT_BYTES = re.compile(
    rb"API Error|/login|not found|[Uu]nable to|[Ff]ailed|[Ll]imit|Invalid|expired|too l"
)
# Texts that begin like this are shown in the terminal, and those that complain are errors. The other 20,000
# or so are prompts, help, libraries and messages of rarely used parts.
_SUBJECT = re.compile(
    r"""(?x)(?:
      API\ (?:Error|key\ was)
    | Unable\ to\ (?:connect\ to\ A|(?:resize|compress|send)\ image)
    | Credit\ balance
    | Invalid\ (?:API\ key|MCP\ config|session\ ID|JSON|model|settings)
    | Not\ logged\ in\ ·
    | Please\ run\ /login
    | OAuth\ (?:access\ )?token
    | Your\ (?:account\ is|apiKeyHelper|session\ has\ exp|response\ was|organization\ (?:has|does))
    | You['’]ve\ (?:hit|reached)\ your
    | Usage\ (?:limit\ reached|is\ paused)
    | (?:Prompt|Conversation)\ (?:is\ )?too
    | Context\ (?:limit|exceeds|window)
    | Request\ (?:timed\ out|too\ large(?!\ for\ the\ local))
    | No\ (?:conversation\ found|response\ from|API\ key)
    | Error:\ (?:No|Session|Input|Invalid|Could|Cannot|MCP|Reached|Claude|Config|Settings|Failed
       |--(?:resume|continue|print|session-id|mcp-config|permission-mode|settings)\b)
    | Failed\ to\ (?:authenticate|refresh|load\ settings|parse|start|connect\ to\ MCP)
    | MCP\ server\ (?:"|\{)
    | Session\ (?:ID\b|not\ found)
    | Auto-update\ failed
    | Can't\ (?:auto-update|reach\ the\ API)
    | Claude\ Code\ (?:could\ not\ start:|can't\ (?:use\ your\ Claude|use\ the\ A|auto|read\ the\ key)
       |on\ Windows|process|requires)
    | apiKeyHelper
    | (?:Stop|PreToolUse|PostToolUse|SessionStart|UserPromptSubmit|\{value\})\ hook\ error
    | Opus\ is
    | There['’]s\ an\ issue
    | Server\ (?:is\ temp|error)
    | Rate\ limit
    | Connection\ (?:error\b|refused|reset|closed)
    | Couldn't\ (?:connect\ through\ your\ proxy|reach\ Bedrock|load\ credentials)
    | --dangerously
    | AWS\ (?:auth|cred)
    | (?:Image|PDF)\ (?:is|was|too|file|unsup)
    | Sandbox\ is
    | Compaction\ (?:failed|interr)
    | Error\ (?:during\ compaction|compacting)
    | Permission\ to\ use\ \{value\}\ has
    | \{value\}:\ Claude's\ response
    | Permission\ denied\ calling
    )"""
)
_COMPLAINT = re.compile(
    r"(?i)\b(?:error|fail\w*|invalid|not found|cannot|can't|couldn't|could"
    r" not|unable|exceed\w*|expired|denied|not supported|too (?:long|large|low|many)"
    r"|timed out|limit|please|not logged|missing|refused|rejected|revoked|requires?|not"
    r" available|issue|closed|reset|must|cut off|paused|high load|on"
    r" hold|aborted|corrupted|protected|older)\b"
)
_ELSEWHERE = re.compile(
    r"(?i)cloud|teammate|Remote Control|sandbox account|Windows"
    r" sandbox|relay|Chrome|plugin|marketplace|gateway|artifact|_meta|eval\b"
)
_LONGEST = 300  # longer ones are prompts and help texts


def read_program(program: bytes) -> set[Message]:
    """The messages of the program, which contains its modules as text, one after the other."""
    found: set[Message] = set()
    for module in _MODULE.finditer(program):
        if _COMPLAINT_BYTES.search(module[0]):
            found |= {("text", text) for text in read_texts(module[0]) if _is_everyday(text)}
    return found


def _is_everyday(text: str) -> bool:
    return bool(
        len(text) < _LONGEST
        and is_sentence(text)
        and _SUBJECT.match(text)
        and _COMPLAINT.search(text)
        and not _ELSEWHERE.search(text)
    )
