"""How lines of source code look, in any language."""

from __future__ import annotations

from diagnostic.patterns import one_of

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
CODE = one_of(
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
    # A field whose value is a constant of a package, or a text in the quotes of Go and JavaScript; an item
    # of YAML that is a part of JSON.
    r"\w+:[ \t]+(?:[a-z]\w*\.[A-Z]\w*|`[^`\n]*`),[ \t]*$",
    r"- '\"[^'\n]*'[ \t]*$",
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
    # PHP: chains, and parameters with a type; objects with what code makes.
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
