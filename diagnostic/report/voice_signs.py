"""Patterns of program output and source code, and the small words with which people report and explain."""

from __future__ import annotations

from diagnostic.patterns import compile_all, one_of

_LEVEL = r"(?:WARN(?:ING)?|WRN|ERR(?:OR)?|CRIT(?:ICAL)?|FATAL|SEVERE|PANIC|ERRO)"
_CLASS = r"(?:[\w.$\\]|::)*(?:Error|Exception|Timeout|Interrupt)(?: \[\w+\])?"
_FIELD = r"(?:type|error|message|code|status(?:_?code)?|detail|error_?type)"
_TYPED = (
    r"(?:export|async|public|private|protected|internal|static|final|sealed|pub|default|declare|abstract"
    r"|override)"
)
_DECLARED = (
    r"(?:const|let|var|val|def|func|fn|fun|function|class|interface|struct|enum|record|object|type|impl"
    r"|import|from|package|using|require|void|public|private|static)"
)
_BRANCH = (
    r"(?:if|elif|else if|unless|while|for|switch|match|catch|except|rescue|assert|expect|with|case|when"
    r"|return|raise|throw|yield|await)"
)
# How such a line of code goes on: if (…, raise X(…; and how it ends.
_BRANCHED = one_of(
    r" ?\(",
    r"[ \t]+[\w.&*!?]+[ \t]*\{[ \t]*$",
    r"[ \t]+(?:new[ \t]+)?[\w.:]+\(",
    r"[^\n]*(?:[({\[=<>!\"'`]|\w\.\w)[^\n]*[:{;,(\[)][ \t]*(?:(?://|#)[^\n]*)?$",
)
_CODE = one_of(
    rf"{_BRANCH}\b(?:{_BRANCHED})",
    rf"(?:{_TYPED}[ \t]+)*{_DECLARED}[ \t]+[^\n(){{}}=;:]{{0,60}}[(){{}}=;:]",
    r"(?:test|it|describe|require)\(",
    r"(?:import|from)[ \t]+[\w.{]",
    rf"(?:{_TYPED}[ \t]+)*class[ \t]+[\w.]+(?:[ \t]+(?:extends|implements)[ \t]+[\w\\., ]+)*[ \t]*$",
    # Assignments, calls, arguments, annotations, chains, blocks, arms of a match, hunks and keys of
    # translations.
    r"(?:\[[\"'\d]|[\w.$\"'])[\w.$\[\]\"']*(?:: ?[\w<>\[\], |]+)? (?:[+:|&]?=|=>|->|<-) \S",
    r"[\w.$:!]+\([^)\n]*(?:$|\)[;,.{ \t]*$|\)\.\w+\()",
    r"[a-z][\w.$]*\([^)\n]*\)\)+[;, \t]*$",
    # A line of a shell script, not of a terminal, which shows a prompt.
    r"(?:echo|printf)[ \t]+(?:-\w+[ \t]+)?[\"'][^\n]*[\"'][ \t]*(?:>&2)?[ \t]*$",
    # What a test of Python compares, and an object that is made.
    r"assert[ \t]+(?:not )?[\w.(\"'\[][^\n]* (?:[=!<>]=|in|is|not in) \S",
    r"(?:new|await)[ \t]+[A-Za-z][\w.]*\([^\n]*[,({\[;][ \t]*$",
    # Ruby: a field of a model.
    r"(?:required|optional|attr_\w+) :\w+",
    # A condition of a shell script, and what a generator gives.
    r"(?:if|elif|while|until)[ \t][^\n]*; ?(?:then|do)[ \t]*$",
    # A test of a shell script with what follows from it, and a variable that must have a value.
    r"(?:\[{1,2} [^\n]* \]{1,2}|test -[a-z] [^\n]*?) ?(?:\|\||&&) ?\S",
    r": \"?\$\{\w+:[?=]",
    # What follows from a test in fish or in a file that builds an image, and a command that searches.
    r"(?:test|set -q|command -q)[ \t][^\n]*; ?(?:or|and) \w",
    r"@?test -[a-z] [^\n]*\|\| ?[({]",
    r"(?:RUN|CMD|ENTRYPOINT)[ \t][^\n]*(?:\|\||&&)",
    r"(?:\|[ \t]*)?(?:[efz]?grep|rg|ag|ack|awk|sed)[ \t]+(?:-[\w-]+(?:=\S+)?[ \t]+)*[\"'/][^\n]*",
    # What Ruby, Perl, Lua and Swift do without a value.
    r"(?:abort|die|exit|fail|puts|raise|warn)[ \t(]+[\"'][^\n]*[\"']\)?[ \t]+(?:if|unless)[ \t]",
    r"local \w+(?:, ?\w+)* = \S",
    r"guard [^\n]*\belse[ \t]*\{",
    # A text and the constant that it leads to.
    r"[\"'][^\"'\n]+[\"']: ?[A-Z]\w*\.[A-Z]\w*[,;)}]*[ \t]*$",
    # An arm whose pattern is an expression.
    r"case /[^\n]*/[a-z]*:[ \t]*$",
    r"/[^\n]*/[a-z]* => ",
    # Translations of Android, .NET and XLIFF, and of gettext.
    r"<(?:string|item|data|trans-unit)[ \t][^>\n]*(?:name|id)=\"|<(?:source|target)>",
    r"msg(?:id|str|ctxt)(?:_plural|\[\d\])?[ \t]+\"",
    # A member of a union of TypeScript.
    r"\|[ \t]*[\"'`][\w.-]+[\"'`];?[ \t]*$",
    r"yield[ \t]+[bf]?[\"'`]",
    # A call with a line of a stream, or such a line that is joined to another.
    r"[\w.]+\((?:[\w.]+\()*[bru]?[\"'`](?:event|data): ?",
    r"\+[ \t]*[\"'`](?:event|data): ?",
    # A case: a message and the class that it leads to.
    r"\([bru]?[\"'][^\"'\n]*[\"'](?:,[ \t]*(?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Timeout))+\),?[ \t]*$",
    # Go: the field of a struct that is made, and an assignment to several names.
    r"[A-Za-z]\w*:[ \t]+&?[a-z]*\.?\w+(?:\{[A-Z]\w*: |\((?:[\w.]+\()*`)",
    r"(?:\w+, ?)+\w+ :?= \S",
    r"\w+=[\w.]*[({\[]",
    # A search in a message, and a call beside another condition: nobody ends a sentence so.
    r"[(!]{0,3}(?:[\w$?.]|\(\)){1,80}\.(?:includes|[cC]ontains|startsWith|HasPrefix|indexOf)\([^\n]*[\"'`]",
    r"[^\n]*(?:\.\w+\([^\n]*\)|[!=]==? [^\n]*)[ \t]*(?:\|\||&&)[ \t]*$",
    r"[^\n]*\.\w+\(\(?[\w, ]*\)? =>[ \t]*$",
    # What is compared with a text, or stands for a missing one.
    r"[^\n]*[!=]==? ?(?:\"[^\"\n]*\"|'[^'\n]*')[ \t]*(?:\|\||&&)",
    r"[^\n]*\w\([^\n]*\) \|\| [\"'`]",
    # A test of Ruby or Crystal, a record and an argument behind it, and a line of a stream in three quotes.
    r"(?:it|describe|context|specify|scenario|test) [\"'][^\n]*[\"'] do[ \t]*$",
    r"\{[^\n]*\}, ?[a-z_]\w*=[^\s=]",
    r"\"{3}(?:event|data): ?[^\n]*\"{3}",
    # PHP: arrays, chains, and parameters with a type; objects with what code makes.
    r"'\w+' => \[",
    r"->\w+\(",
    r"\??\\?\w+ \$\w+ = \S",
    r"\{ ?\w+: (?:new |await |/)[^\n]*[,}][ \t]*$",
    # Elements: classes, texts without keys, what a call makes; a response that is described by a class.
    r"(?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Timeout),[ \t]*$",
    r"\{\"[^\"\n]*\"(?:, ?\"[^\"\n]*\")+\},?[ \t]*$",
    r"[a-z_][\w.]*\([^\n]*[\"'`][^\n]*\),[ \t]*$",
    r"\d{3}: \{\"\w+\": [A-Z]\w+,",
    # Rust: attributes, and a struct whose fields do not matter.
    r"#!?\[\w+",
    r"[\w:]+ ?\{ ?\.\. ?\}",
    # A text with places for values.
    r"[^\n]*[{(] ?\w+=\$\w+, \w+=\$\w",
    r"[\w.$]+\([^\n]*\)(?:\.\w+)+[,;][ \t]*$",
    # A constant of Go with its type, and a name under which something is imported.
    r"[A-Za-z]\w*[ \t]+[A-Z]\w*[ \t]+= \"",
    r"[A-Z]\w*(?:Error|Exception) as \w+,?[ \t]*$",
    r"(?:/\*|\*/|\* @|#!)",
    # An expression that is searched for.
    r"/[^\n/]*\|[^\n/]*/[a-z]{0,4}[,;)]*[ \t]*$",
    # Not a person who is addressed.
    r"@(?:[\w.:]+(?:\(|[ \t]*$)|(?:throws?|param|returns?|raises?|see|link|example|exception|type)\b"
    r"|\w+[ \t]+(?:@|class|def|func?|public|private|protected|static|final|abstract|interface|va[lr]|let)\b)",
    r"\.\w+\(",
    r"[^\n]*(?:\)[ \t]*\{|=>[ \t]*[\w{(]|\)[ \t]*->|[()=][^\n]*;|[)}];)[ \t]*(?://[^\n]*)?$",
    # A semicolon also ends a part of what a program says.
    r"(?:[\w.$:*&]+(?:[ \t]+[\w.$:*&<>]+){0,2}"
    r"|(?:return|throw|raise|yield|await|use|using|case|assert)\b[^\n]*);[ \t]*(?://[^\n]*)?$",
    r"(?:\d{3}|_|[\w:.]+|\"[^\"\n]*\")(?:[ \t]*\|[ \t]*[\w:.]+)* =>",
    # The parameters of a test in C#, and those of one in Python.
    r"\[[A-Z]\w*\([^\n]*\)\][ \t]*$",
    r"pytest\.param\([^\n]*,[ \t]*$",
    # A property with a comment behind it, one that is a function, and one that is optional.
    r"[\w$]+: [^\n]*[,;{(\[][ \t]+//[ \t]",
    r"[\w$]+: (?:async )?\([^()\n]*\) =>",
    r"[\w$]+\?: [^\n]*[;,{(][ \t]*$",
    r"@@ ",
    # What a test wanted and got, also in Go, where an error that occurred was not wanted: want nil.
    r"[^\n]*\) = [^\n]*, want [^n\s]",
    r"(?:Expected|Received)\b[^\n:]{0,30}: ",
    r"[\"'][a-zA-Z]\w*(?:\.[a-zA-Z]\w*){1,5}[\"'][ \t]*[:=]",
)
# How the lines of a record begin that a program printed, in any language: a key of an error and a value
# that is text, a number, nothing, a type of error, or another record.
_KEY = (
    r"(?i:(?:r#)?_?(?:type|error|message|error_?type|error_?message|status(?:_?code)?|details?|code|param"
    r"|body|response_?body|request_?id))_?"
)
_VALUE = one_of(
    r"[\[{(\"'<#%$&@\\:\d]",
    r"(?:null|nil|None|error|vim\.NIL|request_too_large|\w+_error)\b",
    r"(?:[Aa]rray|Object|stdClass|List|Dict|Map|chr|str)\b",
    r"[A-Z][\w.:]*[ \t]?[({\[]",
    r"$",
)
_RECORD = one_of(
    rf"[^\w\n+]*{_KEY}[\]\"'>)]*[ \t]*(?:=>|=|:)[ \t]*(?:{_VALUE})",
    # A variable that a shell or a debugger shows, with or without its name, and what opens a record.
    r"[\w.]+=[{\[]\\*[\"']?(?:type|error)\b",
    r"\$VAR\d+ = ",
    r"[ \t]*[A-Z][\w.:]*[ \t]?[({\[]+[ \t]*$",
)
_TYPE = r"\btype_?\b\W{1,12}(?:(?:string\(\d+\)|chr)\W{1,6}|1\W{1,3})?(?:\w+_error|request_too_large)\b"
_CHANGE = r"(?:fix(?:e[sd])?|feat|docs|chore|test|refactor|perf|added|changed|improved|todo|expected)"
_HEADING = (
    r"(?:causes?|reasons?|solutions?|fix(?:es)?|meaning|description|resolution|remedy|what to do|action"
    r"|required|optional|ursache|lösung|behebung|causa|soluci[oó]n|solução|soluzione|lösungen)(?: \d{1,2})?"
)
_HEADING_ABROAD = (
    "증상|원인|해결(?:책| ?방법)?|症状|原因|解决(?:方法|方案|办法)?|对策|対処(?:法|方法)?"
    "|解決(?:策|方法)?|причина|решение"
)
# Headings of pages that explain; people who report an error do not use them.
_PAGE_HEADING = (
    r"what (?:it|this|this error|the error) means|why (?:it|this|this error) happens"
    r"|what you(?:.(?:ll|d))? (?:will |may |might )?see"
    r"|what (?:it|this error|the error) looks like|(?:diagnostic |debug(?:ging)? )?checklist"
    r"|(?:most )?(?:common|likely) causes(?: of [^\n.:]{1,40})?"
    r"|(?:quick|fast|quickest|fastest|safe|easy) fix(?:es)?"
    r"|what (?:not )?to (?:do|check)|how to (?:fix|prevent|avoid|confirm|resolve)[^\n:]{0,30}"
    r"|troubleshooting(?: steps)?|related errors"
)
# Who or what a condition is about, if it is not the author.
_OTHERS = (
    r"(?:the|an?|it|they|you|your|users?|someone|this|there|claude|anthropic|\w+_error"
    r"|\w+ (?:is|are|returns?|answers?|responds?|fails?|gets?|hits?|receives?|reports?|sees?|shows?|throws?))"
)

# It is resolved, or was changed.
_RESOLVED = (
    r"(?i)\b(?:is|was|were|are|been|got|now|already) (?:\w+ )?(?:solved|resolved|fixed)\b",
    r"(?i)\b(?:closing (?:this|as|it)|turned out|went away|i was wrong)\b",
    r"(?i)\bworks? (?:now|again|fine now)\b",
    r"(?i)\b(?:it|errors?|problems?|issues?|messages?) (?:is|are) gone\b|\bthere are no more\b",
    # Not: the files were over 20 MB.
    r"(?i)\b(?:was|were) over(?:[.,;!)\n]|\z| (?:now|by|soon|within|after|before|when|again)\b)",
    r"(?i)\b(?:taken back|rolled (?:out|back)|(?:are|is) operational)\b",
    r"(?i)\b(?:is|are) now (?:\w+ed|caught|hidden|kept|sent|shown)\b",
    r"(?i)\b(?:no longer (?:occurs?|happens?|appears?|shows?|see|get))\b",
    r"(?i)\bno longer (?:ends?|stops?|breaks?|kills?|crashes|aborts?|interrupts?)\b",
    r"(?i)\bnow (?:understands?|covers?|handles?|recovers?|detects?|tolerates?|supports?)\b",
    r"(?im)^\W{0,6}(?:(?:re)?solved|fixed|closing|workaround)\b",
    r"(?i)\bused to (?:\w+ )?(?:get|see|hit|have|fail|throw|return)\b|\bnever again\b",
    # A review of what happened.
    r"(?i)\A\W*(?:post-?mortem|incident (?:report|review)|retrospective)\b",
    r"(?i)\b(?:released|shipped) (?:in|with) v?\d|\bnothing (?:\w+ ){1,3}any ?more\b",
    r"(?im)\bpreviously,[^\n]*\bnow,",
)
# The same line before a change and after it.
_BEFORE, _AFTER = r"^\W*before\W*:\W*$", r"^\W*after\W*:\W*$"

# "I" and "my" in other languages than English; not a Monday in a log, and not the EU.
FIRST_PERSON_ABROAD = one_of(
    r"\b(?:(?:[Ii]ch|[Mm]ein\w{0,2}|[Mm]ir|[Jj]e|[Jj]'\w+|[Mm]oi|[Yy]o|[Mm]e sale|[Mm]i|[Ee]u|[Mm]eu|[Mm]inha"
    r"|[Ii]k|[Mm]ijn|[Jj]ag|[Mm]am)\s|[Mm]on [a-z])",
    r"(?i)(?:^|[\s(])(?:я|меня|мне|мой|моя|мы|нас|мене|мені)\s|我|私は|僕|俺|저는|제가|나는",
)
PATTERNS = compile_all(
    {
        # How lines of program output begin: times, levels, marks, frames, prompts, classes with messages.
        "program-line": one_of(
            r"^\W{0,4}\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|[,;\t])",
            r"^\W{0,4}\[?\d\d:\d\d:\d\d",
            rf"^\W{{0,6}}(?:{_LEVEL}|(?i:error|warn(?:ing)?))\]?(?:[:!|]| +(?:- )?(?:\[|[A-Za-z]{{2}}))",
            rf"^[^\n\"']{{0,60}}[|\[ ]{_LEVEL}[|\]: ]",
            rf"\"level\": ?(?:\"(?i:{_LEVEL})|\d)|\blevel=(?i:{_LEVEL})\b",
            r"^[A-Z][\w ]{2,30}: +~?\d+(?:,\d{3})* ",
            r"^##\[(?:error|warning)\]",
            rf"^\W{{0,12}}(?:[cC]aused?(?: by)?\]?:[ \t]+)?{_CLASS}(?:: ?[^\s:]|\([\"'\\]|[ \t]*$)",
            r"^\W*(?:\w+\.){2,}[A-Z]\w+: \S",
            r"^Exception in thread |^Error in [^\n]+ ?:[ \t]*$|^[!\x{2139}] \S",
            # Unreal Engine, systemd, nginx, Logcat, and PHP's var_dump.
            r"^\w+: (?:Warning|Error|Fatal|Display|Verbose): \S",
            r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ",
            # Nobody writes a record's texts without quotes in code.
            r"\b[tT]ype ?[=:] ?[a-z_]+_error[,;] ?[mM]essage",
            r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d ",
            r"^\d\d-\d\d \d\d:\d\d:\d\d\.\d",
            r"^[ \t]*(?:array\(\d+\) \{|object\([\w\\]+\)#\d|string\(\d+\) \")",
            r"(?:^|\s)@\w+=\S+ @\w+=\S",
            # Ruby's class behind the message, and its frames.
            r"\((?:\w+::)+\w*(?:Error|Exception|Timeout)\)[ \t]*$|^\W*\S+\.rb:\d+:in [`']",
            # A program's tag around a body as a server writes it, without a blank.
            r"^[\w:.]{1,60}\(\{\"type\":\"error\",\"error\":\{[^\n]*\}\)+[ \t]*$",
            # How a turn of Claude Code failed, as Python prints it.
            r"^\W{0,4}ResultMessage\(subtype='[^\n]* is_error=True, ",
            # An object that Python prints: nobody writes so many fields without a value.
            r"^\W{0,4}[A-Z]\w+\([^\n]{0,80}\b\w+=None, \w+=None, \w+=None, [^\n]*\berror=[{'\"]",
            # A summary that joins the line of code with what it raised.
            r"\s(?:[a-z_]\w*\.)+[A-Z]\w*(?:Error|Exception): "
            r"(?:[A-Z\[{\"'\d]|(?:\w+\.)+\w*(?:Error|Exception)\b)",
            # How Swift shows an error with a description.
            r"^[a-z]\w*\(description: \"",
            r"^[ \t]+at \S|File \"[^\"\n]+\", line \d",
            r"^\S{1,200}:\d+(?::\d+)?(?::| -) (?:\w*(?i:error|warning|fatal))",
            r"\bnpm (?:ERR|error)|\bcurl: \(\d|^(?:data|event): ?\S",
            r"^[\w-]{2,40} : \S|^\S{1,60}[$%] \S|^\w+\{\w+=\"",
            r"^[ \t>|]*[\x{23bf}\x{23fa}\x{25cf}\x{276f}\x{2718}\x{2717}\x{2716}\x{2502}\x{2503}\x{256d}]",
            r"^[ \t>|]*[\x{2570}\x{273b}\x{26a0}\x{274c}]",
            r"^\W{0,12}API Error\b|^\W{0,4}Error code:? \d",
        ),
        # The last line of a traceback in Python.
        "exception": r"(?:^|[:)\]}])(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Timeout|Interrupt): \S",
        # Parts of such lines, wherever a person puts them.
        "printed": one_of(
            r"\bAPI Error(?::? ?\(?\d{3}\b|(?:: ?| \()[A-Z])|\bError code:? \d{3}\b|\bHTTP/[\d.]+\"? \d{3}\b",
            r"(?:^|[\s:(>|\"'`])\d{3} \\*[{\[]|\breq_\w{4}|(?:Error|Exception)\((?:b?\\*[\"'])",
            r"(?:Error|Exception|error)(?: \[\w+\]|\$\w+)?: (?:\d{3}\b|[A-Z\[{\"'])",
            # A status beside the address that gave it, as HTTP libraries and their logs write it.
            r"\berror '\d{3}\b|\([45]\d\d [A-Z][\w ]{2,40}\) for url|<-- [45]\d\d\b[\w ]{0,40} https?://",
            r"\b[45]\d\d [A-Z][\w ]{2,40} from [A-Z]{3,6} https?://|\bHTTP [45]\d\d from \S*https?://",
            r"[(\[][45]\d\d [A-Z]{2,}(?:_[A-Z]+)*[\])]|\b[sS]tatus[=(][45]\d\d\b",
            r"\b[Uu]nexpected status [45]\d\d\b",
            rf"\\*[\"']{_FIELD}\\*[\"'] ?: ?\S|\b{_FIELD}: ?[\"'{{\d]",
            r"\b(?:POST|GET) \"?(?:https?:/)?/\S+\b[^\n]*\b[45]\d\d\b|\bnet::ERR_",
            r"\bmessages\.\d+(?:\.\w+)*: \S",
            r"<(?:!|html|head|body|title|center|h1)\b",
            r"\bError \[\d{3}\]|\bError (?:calling|from|invoking|during) |\b[Ee]rror \([^)\n]*\): ",
            r"\b[Ff]ailed(?: with [A-Z]{2}| to \w+ [\w\"']|: \S)",
            r"(?:^|\s)\w+=\S+ \w+=\S",
        ),
        # A line of source code, by its syntax; a diff or a search in files puts something before it.
        "code": (
            rf"^(?:[+-]|[\w./-]{{1,120}}:\d+:|\d+[:-](?:\t|[ \t]{{2}}))?[ \t]*(?:\}}[ \t]*)?(?:{_CODE})"
            r"|^[+-][ \t]*(?://|#[ \t]|/\*)"
        ),
        "record": rf"^(?:{_RECORD})",
        # The two parts of the API's own body, in whatever notation a language prints it.
        "type": rf"(?i){_TYPE}",
        "message": r"(?i)\bmessage\b",
        # A message whose text goes on in the next line.
        "open-message": r"\bmessage\\*[\"'] ?: ?\\*\"[^\"]*\z",
        "quote": r"[\"'`]\z",
        "opening": r"[({\[][ \t]*$|^[ \t]*(?:async )?def [^\n]*:[ \t]*$",
        # A text into which a program puts values before it shows it.
        # How reStructuredText quotes a value.
        "literal": r"``[\"'][^`\n]+[\"']``",
        # What code searches for: the message matched the `/…/i` pattern.
        "searched": (
            r"(?i)\bmatch(?:es|ed|ing)? (?:(?:against|an?|its|our|the) ){0,2}`[^`\n]+` (?:\w+ ){0,2}"
            r"(?:branch|check|expression|pattern|regexp?|rule)\b"
        ),
        # A command that searches, at a prompt, and how make and Swift give up, in code.
        "no-output": (
            r"(?i)^[^\n]{0,60}[$%#>\x{276f}] (?:[efz]?grep|rg|ag|ack|findstr|select-string)[ \t]"
            r"|^[ \t]*\$\((?:error|warning|info) [^\n]*\)[ \t]*$"
            r"|^[ \t]*(?:fatalerror|preconditionfailure)\(\"[^\n]*\"\)[ \t]*$"
        ),
        "placeholder": r"\{\{ ?[a-z]\w* ?\}\}",
        # What a docstring says of an exception: if the key is invalid.
        "documented": r"^[ \t]{4,}[\w.]*(?:Error|Exception|Timeout): (?i:if|when|raised|thrown) [a-z]",
        # A bullet that is a link.
        "link": r"^[ \t]*[-*+] \[[^\]\n]+\]\([^)\s]+\)[ \t]*$",
        "comment": r"^[ \t]*(?://|#{1,6}(?:[ \t]|$)|\* |--[ \t])",
        "block-comment": r"^[ \t]*/\*\*?[ \t]*$",
        "opening-brace": r"\{[ \t]*$",
        "slashed": r"^[ \t]*(?://|\*(?:[ /]|$))|^[ \t]{2,}#(?:[ \t]|$)",
        # What says in Python what the code around it does.
        "docstring": r"^[ \t]+[rRbBuU]?(?:\"{3}|'{3})\S",
        "commentary": r"^(?:\t|[ \t]{2,})[ \t]*(?:#|//|\*)(?:[ \t]|$)|^//(?:[ \t]|$)",
        # What a program puts before an error that it passes on: Claude did not answer: …
        "label": r"[:\x{2192}][ \t]*[\"'`(\[]{0,3}$|\bError \d{3}:|\[\d{3}\]",
        # How a change or a task begins, and how paragraphs of a reference do.
        "change": rf"(?i)^\W*(?:[0-9a-f]{{7,12}} )?{_CHANGE}\b[^\n:]{{0,30}}:",
        "task": r"(?i)^\W*(?:adds?|handles?|implements?)[ \t]+[\w`\"']",
        # A question of a list of them, and the advice below it.
        "asked": r"\w\?\W*$",
        "answered": r"(?i)^\W*(?:check|confirm|ensure|make sure|see|try|use|verify)\b",
        "reference": (
            rf"(?im)^[^\w\n]*(?:(?:common |possible )?({_HEADING})\b(?:[^\w\n]*:| [-\x{{2013}}\x{{2014}}] )"
            rf"|({_PAGE_HEADING})[^\w\n]*$|({_HEADING_ABROAD})[*_ ]{{0,3}}[:\x{{ff1a}}])"
        ),
        "commit": one_of(
            r"(?i)\A\W*(?:feat|fix|refactor|perf|docs|chore|test|ci|build)(?: ?\([^)\n]{1,40}\))?!?: \S",
            # A release in one line.
            r"(?i)\A\W*v?\d+\.\d+(?:\.\d+)?(?:: | [-\x{2013}\x{2014}] )(?:add|bump|drop|fix|handle"
            r"|improve|remove|retr|show|support|update)(?:e?s|ies|y|ed|ing)?\b",
        ),
        # The title of an article on an error; "chapter" has its section headings.
        "guide": (
            r"(?i)\A\W*(?:how (?:to|do (?:i|you)) (?:fix|resolve|solve|handle|avoid|prevent|deal)\b"
            r"|(?:fix(?:ing)?|understanding|troubleshooting|debugging|handling) |what (?:does|to do)\b"
            # A form asks: What is the error message (if any)?
            r"|what is (?:an? |anthropic|api|claude|error|http|status|\d|[\"'`*]|the (?:\d|anthropic|cause"
            r"|claude|difference|meaning))"
            r"|[^\n]*\bexplained\b"
            r"|[^\n]*\bguide\b)"
        ),
        # What an article says about itself, in several languages; "own-experience" is its opposite.
        "article": one_of(
            r"(?i)\bthis (?:article|guide|tutorial|lesson|handbook|post) (?:also )?(?:covers|explains|lists"
            r"|describes|summari[sz]es|walks|breaks|catalogs|collects|shows"
            r"|is an? \w+ (?:guide|reference|list|overview))\b",
            r"(?i)\bin this (?:article|guide|tutorial|lesson|handbook|post),? (?:you|we)\b",
            r"(?i)\ben (?:esta gu[i\x{ed}]a|este art[i\x{ed}]culo)\b|\bdans (?:cet article|ce guide)\b"
            r"|\bin diesem (?:artikel|beitrag|leitfaden)\b|\bneste (?:artigo|guia)\b",
            r"(?i)\b(?:problems|errors|issues|failures)\b[^\n.]{0,30}\b(?:break|fall|split)s? (?:down )?into"
            r" \w{2,6} (?:broad |main )?(?:categories|groups|classes|buckets|families)\b",
            r"(?i)\bthe (?:real|actual|underlying|true) (?:cause|issue|problem|reason) is "
            r"(?:almost always|mostly|most often|often|typically|usually)\b",
            r"(?i)\bthe (?:fix|solution|remedy) is to [a-z]|\b(?:free|paid) (?:\w+ )?users (?:can|may)\b",
            r"(?m)^title: ?[\"'][^\n]+\n(?:[\w-]+: [^\n]*\n)?description: ?[\"']",
            "(?:この|本)記事では|(?:この|本)ガイドでは|이 (?:글|포스트|가이드|문서)에서",
            "本[文篇](?:将|会|主要|详细)?(?:介绍|汇总|整理|讲解|总结|分享)|(?:常见)?(?:报错|错误码?)(?:汇总|大全)"
            "|(?:下面|以下)将?(?:逐一|逐个|分别|详细)(?:介绍|讲解|说明|解释)",
        ),
        "own-experience": (
            r"(?:^|[\s\"'(])(?:I|I'm|I've|[Mm]y|me)[\s,.']|我|私は|僕|저는|제가"
            r"|\bi(?:'m|'ve|m| (?:got|get|have|had|am|was|see|use|tried|keep|just))\s"
        ),
        "chapter": (
            r"(?im)^\W*(?:quick (?:answer|fix(?:es)?)|tl;?dr|what (?:this|the) error means"
            r"|why this happens|(?:common|main) causes|how to (?:fix|avoid|prevent) (?:it|this)"
            r"|key takeaways|conclusion|prevention"
            r"|(?:step|solution|method) 1)\b[^\n]*$"
        ),
        # The sections of a feature request template.
        "feature-request": (
            r"(?im)\bfeature request\b|\b(?:solution|feature) you(?:'d| would)? (?:like|want)\b"
            r"|\balternatives you(?:'ve| have) considered\b|^\W*proposed (?:solution|change)\b"
        ),
        # An entry of a table of messages, and a body that was shortened by hand.
        "message-entry": (
            r"(?m)^[ \t]*[\"'](\w[\w.-]*)[\"']: ?[\"'][A-Za-z][^\"'\n]* [^\n]*[\"'],?[ \t]*$"
            # Without quotes about the key, at least three words.
            r"|^[ \t]+([a-z]+(?:[A-Z_]\w*)?): ?[\"'][A-Za-z][^\"'\n ]*(?: [^\"'\n ]+){2}[^\n]*[\"'],[ \t]*$"
        ),
        "elided": r"[\"'][ \t]*[,:][ \t]*(?:\.\.\.|\x{2026})[ \t]*[}\]\"']",
        # The line above an error that is an example, or that is shown before and after a change.
        "example": (
            r"(?i)^\W*(?:an? )?(?:(?:example|sample|symptoms?|(?:previous|old|new) output)\b[^\n:]{0,40}:"
            r"|(?:before|after)(?: (?:the|this|my|our) (?:change|fix|patch|pr|commit))?\W{0,3}:"
            r"|(?:example|sample) (?:error|output|response|body)"
            r"|what you(?:.(?:ll|d))? (?:will |may |might )?see)[^\w\n]*$"
        ),
        "record-part": r"^[ \t]*[{}\[\]\"']|^[a-z][\w-]*: \S|^HTTP/",
        "heading": r"^[ \t]*#{1,6}[ \t]",
        "definition": (
            r"^[ \t]*(?:[-*+\x{2022}][ \t]*)+\*{0,2}`[^`\n]+`\*{0,2}[ \t]*[:\x{2013}\x{2014}-]"
            r"|^[ \t]*[-*] `(?:class \w|\w+: :?\w)[^`\n]*`[ \t]*$"
            # A row of a table: a name, its code and what it means.
            r"|^[ \t]*\|[ \t]*`\w+`[ \t]*\|[ \t]*`\w+`[ \t]*\|[^|\n]*\w \w[^|\n]*\|[ \t]*$"
        ),
        "name": r"\b(?:[45]\d\d|[a-z]+_error|\w+[a-z](?:Error|Exception|Timeout))\b",
        "listed": r"^[ \t]*(?:[-*+\x{2022}]|\d{1,2}[.)])[ \t]+\S|^[ \t]*\||^[ \t]*#{1,6} |\|[ \t]*$",
        # The dots of an omission end none.
        "sentence-end": r"(?:[^.\s]\.|[!?:])(?:[\"')\]]*)\s|\n[ \t]*(?:\n|[-*+\x{2022}#>|]|\d{1,2}[.)] )",
        "english": r"(?i)\b(?:the|is|are|was|of|to|and|with|in|it|on|for|from|how|when|which|not|an?)\b",
        # Not: /i of a pattern, or i.e.
        "first-person": one_of(
            r"(?i)(?:^|[^/\w.])I(?:'m|'ve|'d|'ll|[\s,]|$)|\b(?:we|we're|we've|my|our|me|us|mine|ours)\b",
            FIRST_PERSON_ABROAD,
        ),
        "second-person": r"(?i)\byou(?:r|rs|'re|'ve|'ll|'d)?\b",
        # It happened, went on, or has a time.
        "event": one_of(
            r"(?i)\b(?:since|yesterday|tonight|ago|suddenly|consistently|constantly|repeatedly|randomly|intermittently)\b",
            r"(?i)\b(?:this|last|all) (?:morning|afternoon|evening|week|month|day|night)\b|\bon \w+day\b",
            r"(?i)\b(?:every (?:time|request|call|message|query|few|single)|anymore|right now|anyone else)\b",
            r"(?i)\b(?:keeps? \w+ing|kept|not working|\w+n't work"
            r"|(?:fails|crashes|dies) (?:at|with|for|on|in|each|every|during|immediately|instantly|right))\b",
            r"(?i)\b(?:is|are|was|am|be|been|just|still|and) (?:\w+ )?(?:getting|seeing|hitting|receiving"
            r"|failing|dying|crashing|stuck|down|broken)\b",
            r"(?i)^\W*(?:getting|seeing|hitting|receiving)\b",
            # What an author did, told without "I": when using the app, getting this error.
            r"(?i)\A\W*(?:when|while|if|on|after) \w+ing\b[^\n]*\b(?:getting|facing|receiving|seeing) "
            r"(?:(?:an?|below|following|same|the|these|this) ){0,3}(?:\w+ )?"
            r"(?:errors?\b|exceptions?\b|[\"'`\x{201c}])",
            # When the app is opened, it shows "…".
            r"(?i)\A\W*(?:when|while|if|on|after) [^\n]*[a-z],? it (?:always |only |just |then )?"
            r"(?:displays|gives|pops up|prints|says|shows)(?: \w+){0,3}[:,]? ?[\"'`\x{201c}]",
            r"(?i)\bi (?:(?:now|just|only|then|often|always|still) )?(?:get|receive)\b",
            r"(?i)\bthere (?:is|was) an? [`\"']|\b(?:despite|even though|out of nowhere|for no reason)\b",
            r"(?i)\b(?:got|received|ran into|running into|failed|stopped|died|crashed|broke|hung|lost|dropped"
            r"|refused|timed out|returned|answered|responded|threw|said|told|complained|ended|started|began"
            r"|had)\b",
            # The headings of a report of a bug.
            r"(?im)^\W{0,6}(?:describe the bug|bug description|actual behaviou?r|current behaviou?r)\b",
            r"(?i)\b(?:couldn't|did(?:n't| not)|unable|please help|(?:has|have) been)\b",
            r"(?i)\bwhy (?:do|does|is|am|are|did)\b",
        ),
        # How what happened under a condition ended, so that the condition was true: …, it died.
        "ended": (
            r"(?i)\b(?:it|they|(?:the|my|our|this|that) \w+) (?:(?:also|just|simply|silently|then) )?"
            r"(?:broke|crashed|died|ended|exited|failed|froze|gave up|hung|quit|stopped)\b"
        ),
        # What should be, is requested, or holds in general.
        "general": one_of(
            r"(?i)\b(?:(?:could|can) (?:you|we)|shall|let's)\b",
            # Not: what should I do?
            r"(?i)\bshould(?:n't)? (?:[a-hj-vx-z]|i[a-z]|w[a-df-z])",
            # Nor what the API says itself: this request would exceed a limit.
            r"(?i)\bwould(?:n't)? (?:[a-df-z]|e[a-wyz])",
            r"(?i)\b(?:want(?:s|ed)? (?:to|a|the)|wish|plan(?:s|ned)? to|instead of|so that)\b",
            r"(?i)\b(?:feature|proposal|propose|suggest(?:ion)?|support for)\b",
            r"(?i)\b(?:is|are) needed to (?:avoid|prevent|stop)\b",
            r"(?i)\bthis (?:change|pr|pull request|commit|patch)\b",
            # What a program searches for in a message.
            r"(?i)\b(?:avoid|prevent|risk|stop|without) (?:getting|facing|receiving|seeing)\b",
            r"(?i)\bby (?:looking|searching|checking|matching|testing|grepping)\b",
            r"(?i)\b(?:we|i|you|one) (?:can|could) (?:add|update|extend|change|expose|introduce|wait|map)\b",
            r"(?i)\b(?:you (?:may|will)|will (?:we|it|the|be|you))\b",
            r"(?i)\b(?:means?|meaning|difference between|which of)\b",
            r"(?i)\b(?:can|could|should|do) i (?:catch|check|detect|distinguish|handle|retry|tell)\b",
            r"(?i)\bwhich (?:class|exception|header|status)(?:e?s)?\b",
            r"(?i)\bhow (?:do|does|to|can|our|we|should|many|much|often)\b",
            r"(?i)\bdoes (?:the|an?|it|claude(?: code)? have)\b",
            r"(?i)\bplease (?:add|allow|consider|implement|support)\b",
            r"(?i)\bwhat (?:(?:is|are) (?:the|an?|[\"'`]?\w+_error|\d)|does|happens|do)",
            r"(?i)\b(?:by default|for example|such as|notably)\b|\be\.g\.",
            r"(?i)\bmay (?:\w+ )?(?:recover|retry|return|raise|throw|fail|happen|occur|appear)\b",
        ),
        # What happens under a condition that may never have been true.
        "condition": one_of(
            rf"(?i)(?:(?:\A|[^k] )if|\b(?:in case|when(?:ever)?|once|unless|until|without)) {_OTHERS}\b",
            r"(?i)\byou (?:(?:may|might|will|can|also) ){0,2}(?:get|see|hit|receive|encounter|exceed)\b",
            r"(?i)\A\W*(?:when(?:ever)?|if|once|unless|should)\b",
            r"(?i)\b(?:when(?:ever)?|if|once|until)\W+\z",
        ),
        # Without one of these words there is no condition; a search for them costs less.
        "may-be-conditional": r"(?i)\b(?:if|in case|when|once|unless|until|without|you |should)",
        # The same in other languages. With 就, 会 or 都, a person reports what always followed.
        "condition-before": one_of(
            r"(?:如果|假如|若|万一|一旦)[^\n，,。；;就会都总]{0,30}\z",
            r"\b[Ff]alls\b[^\n,.;]{0,60}\z",
            r"\b(?:[Ee]n cas d[e']|[Ee]n caso de|[Ee]m caso de|[Ii]n caso di)[^\n,.;]{0,40}\z",
        ),
        "condition-after": r"\A[^\n。]{0,12}?(?:の?場合|のとき|たら|であれば|인 경우|이면)",
        "resolved": one_of(*_RESOLVED, rf"(?im){_BEFORE}(?s:.*){_AFTER}"),
        "unresolved": (
            r"(?i)\b(?:still|but|keeps?|(?:is|are|came|comes|be) back|not (?:fixed|solved|resolved)|isn't"
            r"|same (?:here|issue|problem))\b|\?"
        ),
    }
)
# A text without any of these has no sentence that reports an event. Looser than the patterns for a single
# sentence, because a sentence begins and ends anywhere in a text.
MAY_REPORT_EVENT = one_of(
    str(PATTERNS["event"].source),
    r"(?i)\b(?:getting|seeing|hitting|receiving|i|we|my|our|me|us|mine|ours)\b",
    FIRST_PERSON_ABROAD,
)
MAY_BE_RESOLVED = one_of(*_RESOLVED, rf"(?im){_BEFORE}")
