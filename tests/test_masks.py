"""Each mask redacts its example and leaves its counter-example, and lists refer to existing masks."""

import random
import re
import string
import tomllib
from pathlib import Path

import pytest
from secret_corpus.shapes import MASK

from diagnostic.pattern_sets import find_uncompilable
from diagnostic.text import clean, mask_signs
from diagnostic.text.kinds import form_rows, form_signs
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.vendors import vendor_masks

ALPHABETS = {"h": "0123456789abcdef", "d": string.digits, "l": string.ascii_lowercase + string.digits,
    "u": string.ascii_uppercase + string.digits}  # fmt: skip
_HOLE = re.compile(r"‹([hdlu]?)(\d+)›")


def _fill(example, of):
    rng = random.Random(example)
    own = "".join(
        char for char in string.ascii_letters + string.digits if re.fullmatch(f"[{of or 'A-Za-z0-9'}]", char)
    )

    def put(hole):
        alphabet, length = ALPHABETS.get(hole[1], own), int(hole[2])
        mixed = [rng.choice(alphabet) for _ in range(length)]
        if length > 2 and set(alphabet) & set(string.digits):
            mixed[1] = rng.choice(string.digits)
        return "".join(mixed)

    return _HOLE.sub(put, example)


@pytest.mark.parametrize("mask", vendor_masks(), ids=lambda mask: mask.id)
def test_a_vendors_key_is_masked_whole_and_what_only_looks_like_one_stays(mask):
    key = _fill(mask.masked, mask.of)
    for place in ("{}", "Error: got {} from the server", 'x = "{}",', "<td>{}</td>", "a/{}/b"):
        masked = clean(place.format(key)).masked
        body = key[len(mask.prefix) :]
        assert [body[at : at + 7] for at in range(len(body) - 6) if body[at : at + 7] in masked] == [], masked
    assert clean(f"see {mask.kept} here").masked == f"see {mask.kept} here"


@pytest.mark.parametrize("row", form_rows(), ids=lambda row: row["id"])
def test_a_form_is_masked_and_what_only_looks_like_one_stays(row):
    for example in row["masked"]:
        secret = re.search("‹(.*)›", example)[1]
        masked = clean(example.replace("‹", "").replace("›", "")).masked
        assert secret not in masked and "[masked-" in masked
    for example in row["kept"]:
        assert clean(example).masked == example


@pytest.mark.parametrize("row", [row for row in form_rows() if "sign" in row], ids=lambda row: row["id"])
def test_the_sign_of_a_form_stands_wherever_the_form_does(row):
    sign = form_signs()[row["id"]]
    for example in row["masked"]:
        assert sign.search(example.replace("‹", "").replace("›", "").encode())


@pytest.mark.parametrize(
    "name",
    "password DB_PASSWORD db.password dbPassword ANTHROPIC_API_KEY x-api-key apiKey client_secret authToken"
    " PGPASSWORD storepass SECRET_KEY_BASE connectionString Authorization contraseña пароль 密码 passphrase"
    " MYSQL_PWD api_key_anthropic AccountKey".split(),
)
def test_a_name_holds_a_secret(name):
    assert read_name(name.encode()) >= Sensitivity.WORD


@pytest.mark.parametrize(
    "name",
    "max_tokens input_tokens token_count anthropic-ratelimit-tokens-reset prompt_cache_key session_id"
    " secretKeyRef secretName password_file api_key_env public_key primary_key next_page_token token_type"
    " tokenizer compass bypass author auth.mjs cache_key idempotency_key passed keyboard monkey".split(),
)
def test_a_name_holds_no_secret(name):
    assert read_name(name.encode()) is Sensitivity.NONE


_PLACES = {
    "an expectation": 'expect(cfg.apiKey).toBe("‹violet-tin-harbor›")',
    "an expectation of equality": "expect(env.DB_PASSWORD).toStrictEqual('‹violet-tin-harbor›')",
    "a private member, dumped": '["password":"App\\\\Db":private]=>\n  string(17) "‹violet-tin-harbor›"',
    "an entry for the registry": "reg add HKCU\\x /v DB_PASSWORD /t REG_SZ /d ‹violet-tin-harbor› /f",
    "a variable of PL/SQL": "v_password VARCHAR2(40) := '‹violet-tin-harbor›';",
    "behind dots": "DB password ....... ‹violet-tin-harbor›",
    "a string for standard input": 'gh secret set DB_PASSWORD <<< "‹violet-tin-harbor›"',
    "behind an arrow": "DB_PASSWORD → ‹violet-tin-harbor›",
    "behind two angles": "DB_PASSWORD » ‹violet-tin-harbor›",
    "behind a wide colon": "DB_PASSWORD：‹violet-tin-harbor›",
    "behind a wide sign": "DB_PASSWORD＝‹violet-tin-harbor›",
    "what is compared": 'if (DB_PASSWORD !== "‹violet-tin-harbor›") {',
    "what is used otherwise": 'const key = apiKey ?? "‹violet-tin-harbor›";',
    "behind a bold label": "**DB password:** ‹violet-tin-harbor›",
    "behind a remark": "DB_PASSWORD (hidden): ‹violet-tin-harbor›",
    "at an index": "api_key at index 2: ‹Kq7mm29xW41›",
    "Erlang's map": '#{<<"password">> => ‹<<"violet-tin-harbor">>›}',
    "an element of an array": "DB_PASSWORD[0]=‹violet-tin-harbor›",
    "DynamoDB's type": '{"password": {"S": "‹violet-tin-harbor›"}}',
    "a parameter of a template": '{"dbPassword": {"type": "string", "defaultValue": "‹violet-tin-harbor›"}}',
    "the old value": '{"password": {"old": "‹violet-tin-harbor›"}}',
    "a table in two parts": '{"columns": ["user", "password"], "data": [["app", "‹violet-tin-harbor›"]]}',
    "what a message got": 'DB_PASSWORD is too short, got "‹Kq7mm29xW41›"',
    "what a message received": 'DB_PASSWORD is too short, received "‹Kq7mm29xW41›"',
    "what a message says it equals": 'DB_PASSWORD equals "‹Kq7mm29xW41›" here',
    "a value as an option": 'cannot use "‹Kq7mm29xW41›" as the option --db-password',
    "a struct of Go, field by field": "{Host:db Password:‹violet-tin-harbor› Port:5432}",
    "a newtype": 'connect(DbPassword("‹violet_tin_harbor›"))',
    "a prompt": "password> ‹violet-tin-harbor›\n",
    "kubectl describe": "PASSWORD:\n----\n‹violet-tin-harbor›\n\nBinaryData\n",
    "a block of YAML": "password: |\n  ‹violet tin harbor\n  mist›\nport: 1\n",
    "a list of one item": "x-api-key:\n  - ‹violet-tin-harbor›\nhost: x\n",
    "the path of a key": "prod/app/db_password\n‹violet-tin-harbor-9›\n",
    "a directive": "requirepass ‹violet-tin-harbor›\n",
    "a line of .netrc": "machine x.example\nlogin app\npassword ‹Kq7mm29xW41›\n",
    "a cell beside a bar": "| `OAuth client secret` | ‹violet-tin-harbor› |\n",
    "SQL's doubled quote": "SET password = '‹violet''tin-harbor›';",
    "a string with its length": 'string(17) "DB_PASSWORD=‹violet-tin-harbor›"',
    "a YAML tag": 'db_password: !vault-plain "‹violet-tin-harbor›"\n',
    "set with a verb": 'config.setDbPassword("‹violet-tin-harbor›")',
    "a value in an annotation": 'env.put("DB_PASSWORD", "‹violet_tin_harbor›")',
    "setx": "setx DB_PASSWORD ‹violet-tin-harbor›",
    "a command that adds": "vault kv put secret/app db_password ‹violet-tin-harbor›",
    "PowerShell's item": 'Set-Item -Path Env:API_TOKEN -Value "‹violet-tin-harbor›"',
    "what it was instead": 'expected dbPassword to equal "‹1miF7DS99y›" but was "‹8gTe2LpQ5z›"',
    "a row of a table in a diff": "+ user | password\n+------+----------\n+ app | ‹violet-tin-harbor›",
    "the last row, cut": "   user  password  zone\n0 app  hidden  eu\n1 prod  ‹Kq7!mm29_xW›",
    "a line of a log in JSON in JSON": r'{"log": "{\"msg\": \"time=08:01 password: ‹violet tin harbor›\"}"}',
    "a name in escapes": '{"msg": "\\u30d1\\u30b9\\u30ef\\u30fc\\u30c9:\\n    ‹VdpEhNdE4hWdvlPsYKkk"}›',
    "a name that a width parted": "the worker in zone eu started with passw\nord = '‹violet81›'",
    "in brackets, beginning with a mark": "(pass phrase ‹<,+BY,7Ag0{VYPHu›)",
    "what a password was compared with": "expected password '‹Kq7mm29xW41›' to equal '‹NYZc*3JSfrtvh2›'",
    "a list below a heading": "API tokens\n----------\n* ‹Kq7mm29xW41›\n* ‹NYZc3JSfrtvh2›\n",
    "lines below a name": "api keys in use:\n  ‹Kq7mm29xW41›\n  ‹NYZc3JSfrtvh2›\n",
    "several values of one name": "API_KEYS='‹violet-tin›','‹harbor mist›'",
    "a string that a narrow window cut": 'api_key = "‹Kq7mm29xW41\nNYZc3JSfrtvh2›"\nport = 1',
    "a vendor's key in a narrow column": "failed with\n‹ghp_Ab3dEf6hIj9kLmNo\npQrStUvWx1z3B5d7F9h1›\nnext",
    "behind a blank at a terminal's edge": f"{'ERROR keytool -list -storepass ':>80}\n‹porcupine59›\nmore",
    "at an edge, behind a prefix": "2026-02-03 04:05:06,123 ERROR worker-7 "
    "X=https://‹wilhelm:gfWdLa516hm8q95SkLmv3Qz\nZfIr@bitbucket.org›\n" + "then a longer line " * 6,
    "Erlang's term": '{badmatch,[{session_secret,<<"‹violet-tin-harbor›">>}]}',
    "R's list": '$api_key\n[1] "‹violet-tin-harbor›"\n',
    "set in a prompt of Windows": "C:\\app>set SHARED_SECRET=‹violet tin harbor\nC:\\app>x›",
    "a Kubernetes secret in a log": "web-1 | kind: Secret\nweb-1 | stringData:\nweb-1 |   ‹x: violet-tin›\n",
    "a cell with a bar": "| NPM_TOKEN | ‹Kq7|mm29xW41› |",
    "a message of LiteLLM": "ChatCompletionMessage(content='‹violet tin harbor mist›', role='assistant')",
    "a message as Go prints it": "messages:[{Role:user Content:‹violet tin harbor mist›}]",
    "cookies in JSON in JSON": '{"message": "\\"cookies\\": {‹\\"sid\\": \\"violet-tin-harbor\\"›}"}',
    "Spring AI": "UserMessage{content='‹violet tin harbor mist›', properties={}}",
    "LlamaIndex": "ChatMessage(role=<MessageRole.USER: 'user'>, content='‹violet tin harbor mist›')",
    "Pydantic AI": "ModelRequest(parts=[UserPromptPart(content='‹violet tin harbor mist›')])",
    "the SDK for Java": "MessageParam{content=‹violet tin harbor mist›, role=user}",
    "a block of Java": "MessageParam{content=ContentBlock{text=‹violet tin harbor mist›}, role=user}",
    "a turn in brackets": "[user]: ‹violet tin harbor mist›\n[assistant]: ok",
    "content alone, as PHP dumps it": '["content"]=>\n  string(22) "‹violet tin harbor mist›"',
    "what a tool is given, cut": '"input": {"body": "‹violet tin harbor mist over many hills›"}',
    "a delta of JSON in Python": 'InputJSONDelta(partial_json=\'‹{"note": "violet tin harbor mist"}›\')',
    "a row named in words": "Region               eu-central-1\nStripe secret key    ‹violet-tin-harbor›\n",
    "a renamed parameter": "[SQL: UPDATE p SET app_secret=%(k)s]\n[parameters: {'k': '‹violet-tin-harbor›'}]",
    "CloudFormation": '"GitlabToken": {"Type": "String", "Default": "‹violet-tin-harbor›"}',
    "a variable of a notebook": "%env APP_SECRET ‹violet-tin-harbor›",
    "XML-RPC": "<name>appSecret</name><value><string>‹violet-tin-harbor›</string></value>",
    "a macro of C": '#define ADMIN_PASSWORD "‹Violet_tin_harbor›"',
    "the current value": '{"name": "app_secret", "default": null, "current": "‹violet-tin-harbor›"}',
    "a secret of Databricks": 'put(scope="x", key="refresh_token", string_value="‹tOE^HjaiVOLNco~*7z4›")',
    "the SDK for Java, a string": "MessageParam{content=Content{string=‹violet tin harbor mist›}, role=user}",
    "the SDK for Go": "[{Content:[{OfText:0xc000 Text:‹violet tin harbor mist› Type:text}] Role:user}]",
    "Node's dump": "content: [ { type: 'text', text: '‹violet tin harbor mist›' } ]",
    "LangChain, kept": '{"id":["HumanMessage"],"kwargs":{"content":"‹violet tin harbor mist›"}}',
    "a message in tags": '<message role="user">‹violet tin harbor mist›</message>',
    "a tool's parameter in tags": '<parameter name="query">‹violet tin harbor mist›</parameter>',
    "calls of functions": r'"tool_calls":[{"function":{"arguments":"‹{\"q\": \"violet tin harbor mist\"}›"}',
    "a system prompt": "Agent(system_prompt='‹violet tin harbor mist›')",
    "reasoning": '{"reasoning_content": "‹violet tin harbor mist›"}',
    "Clojure's message": '{:role "user" :content "‹violet tin harbor mist›"}',
    "Erlang's message": '#{role => <<"user">>, content => <<"‹violet tin harbor mist›">>}',
    "Swift's message": 'Message(role: .user, content: .text("‹violet tin harbor mist›"))',
    "OpenTelemetry": 'gen_ai.prompt.0.content: "‹violet tin harbor mist›"',
    "an agent of CrewAI": "Agent(role='Writer', goal='‹violet tin harbor mist›')",
    "Ruby's message": '{:role=>"user", :content=>"‹violet tin harbor mist›"}',
    "PHP's message": "'role' => 'user',\n'content' => '‹violet tin harbor mist›',",
    "a pair of LangChain": "[('human', '‹violet tin harbor mist›')]",
    "a message in C#": 'new Message { Role = RoleType.User, Content = "‹violet tin harbor mist›" }',
    "a call of a tool": '{"method":"tools/call","params":{"arguments":{"q":"‹violet tin harbor mist›"}}}',
    "the input of a request": '{"model":"x","input":"‹violet tin harbor mist›","max_output_tokens":9}',
    "a parameter of ARM": '"adminPassword": {\n  "value": "‹violet-tin›"\n}',
    "zod": '{"code":"too_small","path":["apiKey"],"received":"‹violet-tin›"}',
    "an HTML meta": '<meta name="csrf-token" content="‹violet-tin›">',
    "Visual Basic": 'Const ApiToken As String = "‹violet-tin›"',
    "Perl's environment": "$ENV{GATEWAY_TOKEN} = '‹violet-tin›';",
    "a sentence with marks of code": "`API_TOKEN` is set to `‹violet-tin›`",
    "a variable of Lisp": '(defparameter *api-token* "‹violet-tin›")',
    "a quote in a shell's quotes": "export GATEWAY_TOKEN='‹vio'\\''let81›'\nnext",
    "a quote in a shell's quotes, first": "sshpass -p '‹'\\''violet81tin›' ssh host",
    "a header in a shell's quotes": "curl -H 'x-api-key: ‹vio'\"'\"'let81›' https://x",
    "PHP's dump with quotes inside": '["api_token"]=>\n  string(16) "‹viol"et81"ti\'nxk›"\n}',
    "a block that begins with a bracket": "api_token: >-\n  ‹{wz?i;~)F-K~{+›\nport: 1",
    "a substitution's beginning": "Authorization: ‹Bearer $(!o+G6Cy5t9Ul/z`u{S|+h›",
    "a bracket in a cell": "| PASSPHRASE | ‹1O#Fg[>HX`GYr?=]› |\n| port | 1 |",
    "a bracket behind a blank": "GATEWAY_TOKEN ‹k1O#Fg[>HXGYrk›\n",
    "a password and what is said": "password=‹violet81violet› and then a 401",
    "a phrase given to a command": "echo '‹violet tin harbor›' | docker login --password-stdin -u x",
    "a phrase in a list of the environment": "Name     Value\nPASSPHRASE     ‹violet tin harbor›\n",
    "a phrase set in fish": "set -gx PASSPHRASE '‹violet tin harbor›'",
    "base64 in brackets": "[‹Wn8vB2jKf5XqL7tYr3MzPc6D/h4Gs0EuUa1IoQx9Zab1=›] refused",
    "base64 that is a value": "THING=‹Wn8vB2jKf5XqL7tYr3MzPc6D/h4Gs0EuUa1IoQx9Zab1=›",
    "LangChain's prompts": '{"prompts": ["System: ‹violet tin harbor mist›\\nHuman: ‹tin mist amber"]}›',
    "a key's pass phrase": 'ssh-keygen -t ed25519 -N "‹Violet2024!›" -f k',
    "a string on standard input": "kinit app <<< ‹violet81tin›",
    "a user and a password": 'new NetworkCredential("app", "‹Violet-Tin#7›")',
    "a user and a password in Rust": '.basic_auth("app", Some("‹Violet-Tin#7›"))',
    "a user and a password of a database": 'getConnection(url, "app", "‹violet81tin›")',
    "a user and a password of PHP": "new PDO('mysql:host=db', 'app', '‹Violet-Tin#7›')",
    "a user's new password": "SET PASSWORD FOR app = '‹violet81tin›';",
    "a pair in a list": "[['host', 'db'], ['password', '‹XnUYPdiAuQ›']]",
    "a pair of LangChain in JSON": '{"messages":[["human","‹violet tin harbor mist›"]]}',
    "a run of LangSmith": '{"inputs":{"question":"‹violet tin harbor mist›"},"run_type":"llm"}',
    "a builder of the SDK for Java": 'MessageParam.builder().role(USER).content("‹violet tin harbor mist›")',
    "a call of the SDK for Go": 'NewUserMessage(anthropic.NewTextBlock("‹violet tin harbor mist›"))',
    "a message of the SDK for C#": 'new Message(RoleType.User, "‹violet tin harbor mist›")',
    "a call of the AI SDK": "streamText({ model, system: '‹violet tin harbor mist›' })",
    "a call of a chain": 'chain.invoke({"question": "‹violet tin harbor mist›"})',
    "a call of an agent": 'result = agent.run("‹violet tin harbor mist›")',
    "a block of AWS": "Message(role=user, content=[ContentBlock(Text=‹violet tin mists›)])",
    "an attribute of OpenTelemetry": "gen_ai.prompt.0.content=‹violet tin harbor mist›",
    "the type of OpenAI's blocks": '{"type":"input_text","text":"‹violet tin harbor mist›"}',
    "a PIN": "ADMIN_PIN=‹violet81›",
    "a question before Claude Code's own answer": (
        '{"message":{"role":"user","content":"‹violet tin harbor mist›"}}\n'
        '{"message":{"model":"<synthetic>","content":[{"type":"text","text":"API Error: 529 Overloaded"}]}}'
    ),
    "a question after Claude Code's own answer": (
        '{"message":{"model":"<synthetic>","content":[{"type":"text","text":"No response requested."}]}}\n'
        '{"message":{"role":"user","content":"‹violet tin harbor mist›"}}'
    ),
    "an answer of the model after one of Claude Code's own": (
        "{'model': '<synthetic>', 'content': [{'type': 'text', 'text': 'API Error: 529 Overloaded'}]}, "
        "{'model': 'claude-sonnet-4-5', 'content': [{'type': 'text', 'text': '‹violet tin harbor mist›'}]}"
    ),
    "an answer of the model before one of Claude Code's own": (
        "AssistantMessage(content=[TextBlock(text='‹violet tin harbor mist›')], model='claude-sonnet-4-5'), "
        "AssistantMessage(content=[TextBlock(text='API Error: 529 Overloaded')], model='<synthetic>')"
    ),
    "a question of several lines before Claude Code's own answer": (
        "{\n  message: {\n    role: 'user',\n    content: '‹violet tin ' +\n      'harbor mist›',\n  }\n}\n"
        "{\n  message: {\n    model: '<synthetic>',\n    role: 'assistant',\n"
        "    content: [ { type: 'text', text: 'API Error: 529 {\"type\":\"error\"} for now' } ],\n"
        "    context_management: null\n  }\n}"
    ),
    "PHP's serialized array": 'a:1:{s:10:"secret_key";s:11:"‹violet tin›";}',
    "a list of one below a header": "X-Api-Key:\n- '‹violet-tin~7›'\nAccept:\n- x",
    "a header's scheme behind a tab": "authorization\tSplunk ‹1e1b966c3b8da9c4c903651c675be367›\nhost\tx",
    "an entry of a list with a dash": "1) API key - ‹violet-tin-harbor›\n2) model - x",
    "a label of several words": "Github Token: ‹violet-tin-harbor›\n",
    "a label in a list of HTML": "<dt>Consumer Secret</dt><dd>‹violet-tin-harbor›</dd>",
    "a key alone in its paragraph": "Your token\n\n‹violet81-Tin›\n\nKeep it.",
    "a secret of Terraform": 'resource "kubernetes_secret" "a" {\n  data = {\n    x = "‹violet-tin›"\n  }\n}',
    "a secret of Kubernetes in a diff": "kind: Secret\n data:\n-  x: ‹dmlvbGV0›\n+  x: ‹dGlueQ==›",
    "Avro's string": '{"db_password": {"string": "‹violet81-Tin›"}}',
    "a field that unattended setup reads": "<Password>\n  <Value>‹violet-tin›</Value>\n</Password>",
    "what an option does not accept": """Expected "Int", got '‹violet81-Tin›' at 'App:ApiKey'""",
    "arguments below SQL": "set api_key = ‹? where id = ?›\n==> Parameters: ‹violet81-Tin›(String), 3(Long)",
    "parameters before a statement": "[Parameters=[@p0='‹violet tin›' (Size = 9)]]\nSET [ApiKey] = @p0",
    "a word of Czech and what it is for": "heslo k databázi: ‹violet-tin-harbor›",
    "a sentence of Albanian": "fjalëkalimi im është ‹Violet81*›",
    "a sentence of Icelandic": "lykilorðið mitt er ‹Kq7mm29xW41›",
    "a sentence of Swahili": "nenosiri langu ni ‹Kq7mm29xW41›",
    "a sentence of Filipino": "ang password ko ay ‹Kq7mm29xW41›",
    "a sentence of Azerbaijani": "şifrəm ‹Kq7mm29xW41›",
    "a sentence of Armenian": "իմ գաղտնաբառն է ‹Kq7mm29xW41›",
    "a sentence of Georgian": "ჩემი პაროლია ‹Kq7mm29xW41›",
    "a value behind one that names a secret": '"kind": "api-key",\n  "refresh_token": "‹violet-tin-harbor›"',
    "a word of Russian and whose it is": "пароль администратора -> ‹violet-tin-harbor›",
    "a word of Vietnamese and what it is for": "mật khẩu quản trị\n‹violet81-Tin›\n",
    "a word of Arabic and what it is for": "كلمة مرور قاعدة البيانات = ‹violet-tin-harbor›",
    "a word of Thai and what it is for": "รหัสผ่านฐานข้อมูล = ‹Violet81!›",
    "a word of Czech and a value in brackets": "tajný klíč (‹violet-tin-harbor›)",
    "FTP's answer between user and password": "USER app\n331 Password, please.\nPASS ‹violet81›\n530 No.",
    "a word of Italian in brackets": "[chiave privata] ‹Violet81!›",
    "a word of Swedish beyond ASCII": "åtkomstnyckel = ‹violet-tin-harbor›",
    "API and a word for key": "eu: API gakoa = ‹violet-tin-harbor›",
    "what Claude Code printed": '{"type":"result","is_error":false,"result":"‹violet tin harbor mist›"}',
    "exported by OpenTelemetry": '{"key":"gen_ai.prompt","value":{"stringValue":"‹violet tin harbor›"}}',
    "a string with a tag of YAML": 'db_password: !vault-plain "‹violet tin›"\nport: 1',
    "a secret of Kubernetes in one line": "{kind: Secret, data: {a: ‹dmlvbGV0›, b: ‹dGlueQ==›}}",
    "what Ruby assigns by default": 'ENV["DB_PASSWORD"] ||= "‹violet81!›"',
    "a sentence of Portuguese": "A senha é ‹Vi81oL9eT2›",
    "a sentence of Italian": "La password è ‹Vi81oL9eT2›",
    "a sentence of Korean": "비밀번호는 ‹Vi81oL9eT2› 입니다",
    "a password with brackets in a sentence": "The database password is ‹gR2|F1O$~]baf6›, see below",
    "a key that is not valid": "API key not valid: `‹Vi81oL9eT2›`",
    "a column that SQL names": "SELECT '‹violet81›' AS password, 1 AS id",
    "a key that PostgreSQL quotes": "DETAIL:  Key (name, secret)=(ops, ‹violet-tin›) already exists.",
    "a word that Go sets": 'os.Setenv("ADMIN_PASSWORD", "‹violettin›")',
    "a word that Elixir sets": 'System.put_env("CLIENT_SECRET", "‹violettin›")',
    "a default of Ruby's environment": 'ENV.fetch("PROXY_PASSWORD", "‹violettin›")',
    "a name of two parts": 'config["Auth:RefreshToken"] = "‹violettin›";',
    "a word in the raw headers of Node": "rawHeaders: ['Host', 'x', 'X-Goog-Api-Key', '‹violettin›']",
    "a default of Spring": '@Value("${x.accessToken:‹?VHq^3dre89Q›}") String s;',
    "an image of Gemini": '"inlineData": {"mimeType": "image/png", "data": "‹' + "iVBORw0K" * 12 + '›"}',
    "Chinese without blanks": '{"type":"tool_use","input":{"a":"‹请把上个季度的销售数字整理成一表格›"}}',
    "a token with marks in a sentence": "I used the token ‹7Xs^v@gYA/fZ_L&k› and it fails",
    "a secret in brackets": "The client secret (‹Tv[FJuDu+DpB8ueH›) was rotated",
    "a pair of Kotlin": 'mapOf("host" to "db", "vaultToken" to "‹violettin›")',
    "a quote in a value before its name": '[{"value":"‹viol\\"Ti8^›","key":"ENCRYPTION_SECRET"}]',
    "a password that begins with a mark": "Hi,\nmy password is ‹%Hwpbfc#hBf›\n",
    "a short password in a sentence": "try password ‹ui9q98› instead",
    "a secret and who uses it": "the client secret that we use is ‹Violet81!tin›",
    "a password that was changed": "I set the admin password from x to ‹pjydf#WbNvOZd›",
    "a secret in brackets behind its name": "The secret key (‹Falcon855!tin›) does not work",
    "a sentence of French in French quotes": "mot de passe « ‹{1E7FUS?cTTk› » refusé",
    "a sentence of German": "Benutzer bo, Passwort ‹Violet81!tin›",
    "a sentence of Finnish": "Salasana on ‹vDbs8cojUkL3F›",
    "a sentence of Turkish": "API anahtarım ‹Violet81!tin›",
    "a sentence of Russian": "логин bo, пароль от базы ‹violet81›",
    "a sentence of Greek": "ο κωδικός μου είναι ‹5pct34›",
    "a sentence of Chinese": "我的密码是 ‹YJBLX#pbUguwS›",
    "a sentence of Japanese": "私のパスワードは「‹xfzaKpHLxr@*lrN›」です",
    "a sentence of Thai": "รหัสผ่านคือ ‹%kU9qsP#jaW›",
    "a sentence of Hebrew": "הסיסמה שלי היא ‹Violet@8563tin›",
    "a sentence of Arabic": "كلمة المرور هي ‹Violet@2040tin›",
    "a sentence of Indonesian": "kata sandi saya ‹Violet@8950tin›",
    "a word of Japanese": "シークレット：‹xmaBJ_i1qV›",
    "the input of the shell": 'read -r DB_PASSWORD <<< "‹36782356›"',
    "a key of YAML with a question mark": "? bot_token\n: ‹violet-tin-harbor›\n",
    "a type of YAML before a bare value": "session_token: !!str ‹violet81!tin›",
    "a label in bold": "<b>LOGIN_CREDENTIALS</b>: <code>‹z43735›</code>",
    "a debugger's address": '$1 = {host = 0x55 "db", api_token = 0x5581 "‹violettin›"}',
    "types and lengths of Go's dump": '(string) (len=9) "api_token": (string) (len=20) "‹violet tin›"',
    "a word that Rust sets": 'std::env::set_var("DB_PASSWORD", "‹violettin›");',
    "a setting of SQL": "SET DB_PASSWORD TO '‹violettin›'",
    "what a secret was changed to": 'CLIENT_SECRET changed from "x" to "‹violet tin harbor›"',
    "a narrow table of pandas": "   id name password\n0   1   bo ‹Violet769›\n1   2   al ‹Violet768›",
    "a table of the console": "│ (index) │ password │\n├─────────┼──────────┤\n│ 0       │ '‹violettin›' │",
    "a quote inside of a pair": """requests.get(u, auth=('app', '‹jl27Q"2EiHi7Z›'))""",
    "a password of digits in a command": "unzip -P ‹56999832› a.zip; mysqldump -uroot -p'‹5242996589›' app",
    "a slash in an address": "kafka://‹app:TVxqT/uQ8TAH+sxKnc=›@mq.x.example:5432/app",
    "two signs in an address": "mysql://‹app:xYu^p@*u4g86@db.internal›:5432/app",
    "a key of SSH2": "‹---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n" + "7sfJdzjLuEPrthzA" * 4 + "›\n",
    "a signature of another length": "AWS4-HMAC-SHA256 Signature=‹a1761102b9537f09f2bdb8e699f7045d7d2c6a37›",
    "a home on another disk": "/home/users/‹QuartzNadia›/x and DESKTOP-AB12CD3\\‹NadiaBlum›",
    "a label of several words in a table": "| Name | Value |\n|---|---|\n| `Oauth Secret` | `‹violet 52›` |",
    "a password before words of Chinese": "密码是‹abc123xyz吗›",
    "a word in a directive of Redis": "requirepass ‹violettin›",
    "a token without digits in a sentence": "Your new password is ‹rwzCAnlRvkLyk›",
    "a password and what was done with it": "The password I used was ‹violet-tin9›, but I get a 401",
    "a key that is ours": "API key I am using: ‹violet-tin9›",
    "a key in an aside": "My API key (it is ‹violet-tin9›) does not work",
    "a password of Spanish and what it is for": "la contraseña de la base de datos es ‹violet-tin9›",
    "a password of Italian that is used": "la password che uso è ‹violet-tin9›",
    "a password of German and what it is for": "das Passwort für die Datenbank ist ‹violet-tin9›",
    "a password of Russian behind a dash": "пароль базы данных — ‹violet-tin9›",
    "what Python takes else": 'os.environ.get("DB_PASSWORD") or "‹violet tin›"',
    "what Ruby takes else": 'ENV.fetch("DB_PASSWORD") { "‹violet tin›" }',
    "what Rust takes else": 'env::var("API_KEY").unwrap_or_else(|_| "‹violet-tin›".into())',
    "a value before its parameter": '{"value":"‹violet-tin9›","msg":"Invalid value","param":"password"}',
    "a value before its label": "context: { limit: 8, value: '‹violet-tin9›', label: 'password' }",
    "a header that signs": "X-Amz-Signature: ‹6f690a0cf6af0033cfd79d696b7d0e50›",
    "a string in a cell of CSV": 'time,text\n10:22,"client-secret: ""‹VioletTin›"""\n',
    "a word in a pair of a list": "OrderedDict([('host', 'db'), ('client_secret', '‹violettin›')])",
    "a part of a form, with line ends of Windows": 'name="password"\r\n\r\n‹Violet81tin›\r\n--X--',
    "Kubernetes with line ends of Windows": "kind: Secret\r\nstringData:\r\n  db: ‹violet81x›\r\n",
    "a table with line ends of Windows": "host|user|pwd\r\ndb.x|app|‹VIOL074KNr!›",
    "a box with line ends of Windows": "+--+--+\r\n| id | password |\r\n+--+--+\r\n| 1 | ‹violet81tin› |\r\n",
    "a pair that a diff parts": '+  - name: PROXY_PASSWORD\n+    value: "‹violettin›"\n',
    "whose password": "the wifi password's ‹v10l3t32x›",
    "a password of Spanish that was changed": "cambié la contraseña a ‹ip1aUHKXo7bt7›",
    "a password of Portuguese that was changed": "mudei a senha para ‹violet7190tin›",
    "a password of Dutch that was changed": "ik heb het wachtwoord veranderd in ‹violet2898tin›",
    "a password of Russian that was changed": "поменял пароль на ‹Ksda69tctb›",
    "a default of Elixir": 'System.get_env("WEBHOOK_SECRET", "‹VioletTin›")',
    "a message of Java alone": '.addUserMessage("‹violet tin harbor mist amber›")',
    "a string that Rust makes": 'let auth_token = String::from("‹violet-tin9›");',
    "a word that names a secret": "DB_PASSWORD=‹mySecretPassword›\n{password=‹otherSecretToken›, user=a}",
    "a type of OpenTelemetry": '{"key":"password","value":{"stringValue":"‹violet tin›"}}',
    "a wrapped value": "password=Some(‹violet-tin9›), host=x",
    "a value with a doubled quote before its name": "- value: '‹viol3t''tin9›'\n  name: DEPLOY_TOKEN",
    "what Rust compares": 'if (webhookSecret === "‹violet-tin›")',
    "a default without quotes around its keys": 'smtp_password: {type: string, default: "‹violet tin›"}',
    "a bold label that a colon ends": "<b>Session Secret:</b> ‹violet-tin9›",
    "a question of Japanese": "パスワードを入力してください: ‹violet-tin9›",
    "what a test expected": 'expected password to be "x" but got "‹violet tin 9›"',
    "JShell": 'jshell> password\npassword ==> "‹violet tin›"',
    "a value that begins like the rest of a string": '{"client_secret": "‹%pO>5gnT@A›", "x": 1}',
    "a constructor of Rust": 'let api_key = String::from("‹+ud9 ub1n53z›");',
    "a part of a form with line ends of Windows": 'form-data; name="password"\r\n\r\n‹Hazel@1393›\r\n--x',
    "a table with heavy bars": "┃ (index) ┃ db_password ┃\n┃ 0 ┃ ‹violet-tin› ┃",
    "48 small hexadecimal digits": "tried with ‹52f2ed81ecbe582fce4957520a50ff9598e65048d2585618›",
    "a key of .NET": '"Jwt": { "Issuer": "x", "Key": "‹violet tin harbor›" }',
    "a row that SQL replaces": "REPLACE INTO users (name, api_key) VALUES ('a', '‹violet tin›')",
    "a condition of SQL": "SELECT * FROM users WHERE token IN ('‹violet-tin9›')",
    "a table with double bars": "║ id ║ password ║\n╠════╬══════════╣\n║ 1  ║ ‹violet-tin› ║",
    "a statement and its values": 'UPDATE users SET password = ? -- ["‹violet tin›"]',
    "a label of three words": "Ldap bind password: ‹violettin›\n",
    "a label of mine": "My old password: ‹violettin›\nnext",
    "an authenticator's secret": "TOTP secret: ‹NWULJPPPOGLRSNOXXPQQBIWUNUXXAQTU›",
    "an option and a word": "root 4121 /usr/bin/app --openai-api-key ‹violettin› --port 80",
    "an option at the end of a narrow line": "swaks --auth-user bo --auth-password\n‹24sq!qc5V›\n",
    "a word that a password is compared with": 'if password == "‹violettinharbor›":',
    "a value in an aside": "The password (which is ‹P2l2zi~HYm0›) gets rejected",
    "a short word of Korean": "아이디 bo 비번 ‹Violet.652#›",
    "a table in a container's log": "2026-03-11T09:14:22.1133Z stdout F | user | password |\n"
    "2026-03-11T09:14:22.1133Z stdout F |------|----------|\n"
    "2026-03-11T09:14:22.1133Z stdout F | bo | ‹lGB0vQt!JIV› |",
    "lines that grep found": 'app/a.php:12:  ["admin_password"]=>\napp/a.php:13:  string(11) "‹zY5248Scnxd›"',
    "a directive that grep found": "app/a.conf:12:ENV ENCRYPTION_PASSPHRASE ‹violettin›",
    "a table in a comment": "#  id | password\n# ----+-----------\n#   1 | ‹Violet*985!›\n# (1 row)",
    "a password of Perl's database": 'DBI->connect("dbi:Pg:host=db", "app", "‹kKWk#kz7GBI›")',
    "a part of a form, indented": '    form-data; name="password"\n    \n    ‹Vpacoe!616%›\n    --boundary--',
    "a user of a switch": "snmp-server user bo grp v3 auth sha ‹Violet#52› priv aes 128 ‹Hedge+77tin›",
    "a password of Conan": "conan user -p ‹Violet~92tin› -r x deploy",
    "a setting behind a label": "TeamCity: env.DOCKER_PASSWORD = ‹glacieranchor›",
    "a key that only looks like a fingerprint": "using API key ‹30f9b073a481af38e5999cbe570f657de9fb7caf›",
    "a passphrase before another argument": "backup --passphrase ‹gardentangerine› /data",
    "the registry of Windows": "    SIGNING_SECRET    REG_SZ    ‹violet_tin_harbor›",
    "an argument in a condition": "if login(\n    user, password=‹Violet#52tin):›",
    "a value below a ruler": "DB_PASSWORD:\n----\n‹violet tin harbor›\n\nBinaryData\n====\n",
    "rows of names and words without a frame": "user_name | bo\npassword  | ‹violettin›",
    "a value in place of none": 'SECRET_TOKEN: nil => "‹violet-tin9›"',
    "two lines that grep found": 'a.php:12: "password":\na.php:12: ‹violet-tin9›\n',
    "a name and a value alone in their line": 'api_token "‹violet_tin›"\n',
    "a name that leaked": "DB_PASSWORD leaked: ‹Kq7vXw2mPz9LbT›",
    "a name that leaked, with small letters": "API_KEY leaked: ‹kq7vxw2mpz9lbt4d›",
    "a doubled quote in a value": "password='‹vio''let-tin9›'",
    "two doubled quotes in a value": "password='‹vio''let''tin9›'",
    "a string that a narrow window wrapped": 'password: "‹violet-tin-har›\n   ‹bor-mist9›"\n',
    "an item of a name, a dash and words": "token - ‹violet-tin-harbor›\n",
    "a label behind an arrow": "step -> DB_PASSWORD:\n  ‹violet-tin9›\n",
    "a token with few changes": "+ seen ‹whk_szitNNb8lwaanLsnweOdjNtbjjsKLRNCGjmlgOck›",
}


@pytest.mark.parametrize("place", _PLACES)
def test_a_secret_is_masked_where_it_stands(place):
    """And nothing beside it."""
    text = _PLACES[place].replace("\r\n", "\n")
    masked = clean(_PLACES[place].replace("‹", "").replace("›", "")).masked
    assert MASK.sub("‹›", masked) == re.sub("(?s)‹.*?›", "‹›", text)


@pytest.mark.parametrize(
    "text",
    [
        "request id: 20260318060736567560333Ni8gnAqM",
        "    at PassThrough.emit (node:events:536:35)",
        "class BetaAPIKeyActor(BaseModel):\n    service_account_id: str",
        "set API_KEY=%API_KEY%",
        "api_key=<app.Token object at 0x7f3a2b1c>",
        "ANTHROPIC_API_KEY=sk-ant-xxxxxxx",
        "ANTHROPIC_API_KEY=op://Private/anthropic/credential",
        "password: !Ref DbPassword",
        "password: !Sub db-pass-1",
        "password: !secret db_password",
        "echo ${env:API_TOKEN} ${input:api-key}",
        '{"text": "Something went wrong, please try again in a few minutes"}',
        "| password | required |\n|---|---|\n| token | optional |",
        'secret "llm-secret-1" not found',
        "Opaque secret   1",
        '"input": {"model": "claude-opus-4-1", "max_tokens": "4096"}',
        "write to support@anthropic.com",
        "go: h1:Wyl4JvyBbliRSnk336LlioN2ZHjijQUZnueiIsc3PYM=",
        "> Authorization: Bearer [masked-header-key]\n> User-Agent: Anthropic/Python 2.12.0",
        "X-Amz-Cf-Id: g8p4F1Ed5c2Y17cqV67NeoCjh486C9oVUvI1FvmA0UGi2B6HdDOKkc==",
        "npm sha1-LyaC4ZcXZ1g3wEYtxMk6YzoSuqw=",
        "key fingerprint SHA256:3xqCzimzoQgC5RbQn6FAOmQZMee3LchcndeOfTKKAze",
        "usage: app [--token TOKEN] [--password PASSWORD]",
        "[assistant] API Error: Stream idle timeout - partial response received",
        "Assistant: **API Error: 529** the service is overloaded right now",
        "[assistant]: anthropic.APIConnectionError: Connection error while it streamed.",
        'User: "API Error: 529 overloaded_error" when I open the second file',
        "commit fe7bdd1c44c49750c360ba56c61de06ce94f0041\nAuthor: Somebody",
        "tokens:\n  input 1523\n  output 88",
        "keys:\n- model\n- messages\n- max_tokens",
        "input tokens\n------------\n1523",
        "message {Role:user} Content:short",
        "    _get_token\n    response = super()._send_request(request, stream=stream)",
        "const apiKey = getApiKey();",
        'subprocess.run("claude --version of the day")',
        '.text("Your credit balance is too low")',
        "> claude mcp list\nNo MCP servers configured",
        '{"message":"No credentials for provider: northwind","type":"x"}',
        "['password', 'accessToken', 'apiUrl']",
        "export API_KEY=your-api-key-here\nAPI_KEY=<your key>",
        'api_key=os.environ["ANTHROPIC_API_KEY"]\napiKey: process.env.ANTHROPIC_API_KEY,',
        "client = Client(api_key=settings.gateway_api_key)\nGATEWAY_API_KEY=\nGATEWAY_API_KEY=sk-ant-...",
        "DB_PASSWORD=$(cat /run/db | head -1)",
        "DB_PASSWORD      the password of your database",
        '{"role":"assistant","model":"<synthetic>","content":[{"type":"text","text":"Prompt is too long"}]}',
        """AssistantMessage(content=[TextBlock(text="Tool reference 'x' not found")], model='<synthetic>')""",
        '{"role":"user","content":[{"type":"tool_result","content":"Claude requested permissions to edit the '
        'plan, but nobody granted it"}]}',
        "it ends with:\n`ERROR: the solver does not take into account all of the packages that are already "
        "there and so it cannot say which of them would go on to work with the new one`",
        "{\n  type: 'assistant',\n  message: {\n    model: '<synthetic>',\n    role: 'assistant',\n"
        "    content: [ { type: 'text', text: 'API Error: 529 {\"type\":\"error\"} for now' } ],\n"
        "    context_management: null\n  }\n}",
        "primaryApiKey: null, customApiKeyResponses: { approved: [] }",
        'CLAUDE_CODE_API_KEY_HELPER_TTL_MS: "234063"',
        "token_type: Bearer\nexpires_in: 3600",
        "password: (unchanged)\npass: 12, fail: 3, skip: 1\nauth_token=NOT_GIVEN",
        "API_TOKEN: ${API_TOKEN:?set API_TOKEN}",
        "| Header | Meaning |\n|---|---|\n| x-api-key | your API key |\n| anthropic-version | 2023-06-01 |",
        "at PassThrough.emit (node:events:536:35)",
        "SambaNova API-Schlüssel\nAPI-Schlüssel\nBasis-URL",
        "Clau API d'OpenRouter\nKhóa API OpenRouter\nObtenir clau API",
        "the management UI defaults to `http://127.0.0.1:3459`.",
        'Deleted secret "app-tls" and token "ci"',
        '{"type":"result","is_error":false,"result":"Claude AI usage limit reached|1762160000"}',
        "Пароль неверный: попробуйте снова\nContraseña incorrecta: inténtalo 3 veces",
        'db_password: !Ref "DbPassword"\nother_password: !Sub "${DbPassword}"',
        "A senha é inválida\nLa password è errata\n비밀번호는 필수입니다",
        'API key not valid: "please pass a valid API key"',
        'rename "api_key" to "apiKeyHelper" and "password" to "credentials"',
        "GET /x?token_type=a1B&state=C2d+e3 and the token",
        "password: !ENV ${DB_PASSWORD}\napi_key: !ENV 'ANTHROPIC_API_KEY'\nUSER=node Error",
        "SELECT 'x-y' AS name\nDETAIL:  Key (name, id)=(ops, 12345) already exists.",
        "the password is sha256 hashed, the token is 128-bit and the secret is base64",
        "password v2 is out\npass force_zip64 to it\nthe token for react@18.2.0 and the key on web42",
        "the secret was rotated 2026-03-01T10:00 by bot@3\nthe password is at config.py:12",
        "uses the token (see #123) and the password (10 characters)",
        "cache key: Linux-pip-8958769d21303ad43ecd2b794319b9a2f6b7a47f",
        '"DB_PASSWORD": "${input:DB_PASSWORD}"\nsecrets: inherit\nid-token: write',
        'headers = {"x-api-key": api_key, "anthropic-version": "2023-06-01"}',
        "if token == 0x0f: return\nif password != confirm: fail()\ntoken == self.eof",
        "password = random_password.db.result\nOLDPWD=/app\nsecret_rotated: 2026-03-01T10:00:00.000Z",
        "type Secret = { name: string; value: string };",
        "请检查 ANTHROPIC_API_KEY 是否设置正确，是否有多余的空格。\n二、429 rate_limit_error",
        "Expired API Key provided: rk_test_****WUEguF\nin code: token = line[start:pos]",
        'def acct(self, password):\n    """Send new account name."""\nSESSION_TOKEN_LIFETIME=147530',
        "Token = Ignore + PlainToken\ndef __init__(self, passwd=None):\npwd = re.compile(r'[a-z]+x9')",
        "seen getServerSidePropsFromContext2WithRetries and KmsS3EncryptionOperationsNetwork",
        "org.springframework.security.authentication.BadCredentialsException: Bad credentials",
        "host-1 app[4711]: the security token included in the request is expired#012Model: a-b",
        "def f(skip_auth: bool, auth_token=None):\n    g(skip_auth=skip_auth, auth_token=auth_token)",
        "def s_ident(scanner, token): return token\nself._token_permissions = token_permissions",
        "app_auth: AppAuth,\ntoken?: GoogleToken;\nconstructor(secret?: SourceData) {",
        'print("Token: " + repr(x))\nif token == "async": pass\ncredentials?: import("@smithy/types").X',
        'if key in ("authorization", "x-api-key"):\nconst TOKEN_PARAM = "X-Amz-Security-Token";',
        'const ENV_SECRET = "AWS_SECRET_ACCESS_KEY";\nread(tokenPath, "utf8")\nx.StsCredentials = void 0;',
        "if (credentials?.expiration) {\n(token) => !token.expiration\nSecretItem *item;",
        "npm install git+ssh://git@github.com:npm/cli.git\nkeyid:06:B5:A4:AC:A7:AA:75:44",
        "tokens = {'root': [(r'[^\\\\\\'%]+', String), (r'(?<!x)void', Keyword)], 'x': ['IDENTIFICATION']}",
        'git learned to pass "-v/-q" options\nid capp_011CZkZjLP1cWxj5EtMmdgbq',
        "contraseña: obligatoria\nпароль: неверный\nuser_pass = '%s:%s' % (a, b)",
        "| AUTH_TOKEN | Random per container start |\n| AUTH_TOKEN | 认证令牌；不设置时随机 |",
        "authorization: `Bearer ${api.env(\"X\")}`\n{'qwen3-coder-480b': ['openrouter/qwen3-coder-480b']}",
        'hdr = {}\nproxy_auth_hdr = "Proxy-Authorization"\nglibc 2.35.0.1, kernel 6.8.0.45',
        "apiKey: apiKey === undefined ? env('X') : apiKey,\nfeat(auth): move the token of the client",
        "this.token = response.saml_value;\nresolved.token = async (options) => {\nvar IdToken = [0, n0, 8];",
        "def f(a, auth_token=None):\ndef g(cls, token: Token) -> Element:\nauthorization = 'Basic %s'",
        "getToken(o?: TokenOptions): Promise<TokenData>;",
        "perform a basic username/password login\na secret: `openssl rand -hex 32`",
        'Password string `json:"password"`\nToken string `db:"token,omitempty" validate:"required"`',
        'token = response.json()["access_token"]\nconst token = (await res.json()).access_token;',
        "token = models.OneToOneField(User, on_delete=models.CASCADE)\npassword: Joi.string().min(8),",
        "'password' => ['required', 'string', 'min:8'],\n'password' => Hash::make($request->password),",
        'let api_key = std::env::var("ANTHROPIC_API_KEY")?;\nconst [token, x] = useState<string | null>()',
        'console.log("token:", token)\nprint("api key:", api_key[:4] + "...")\ntoken=token.access_token',
        "type Props = { onToken: (token: string) => void }\n$password = $_POST['password'];",
        "error on token 'foo2bar' at position 3\nthe secret that we created has the name db-login2",
        "The token was sent to api2server1. The password limit is 64chars9",
        "GPU 0: NVIDIA A100 (UUID: GPU-5c8b1f2e-9a3d-4b6c-8e7f-1a2b3c4d5e6f)",
        'ETag: W/"q7Lm2Xv9-Rk4TzBWn8vB2jKf5"',
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDf8Wn8vB2jKf5XqL7tYr3MzPc6Dh4Gs0EuUa1IoQx9Zab1+W/Tn8vB2j me",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\n"
        "q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----",
        "certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJkekNDQVIyZ0F3SUJBZ0lCQURBS0J",
        "host-1 app[4711]: the security token included in the request is expired#015#012Model: a-b",
        'API Error: 401 {"error":{"message":"Invalid bearer token"}} · Please run /login',
        "token_type=bearer expires_in=3600 scope=user\napi_key length=108 prefix=sk-ant- token_len=32",
        'Client.new(api_key: ENV["ANTHROPIC_API_KEY"])\napi_key: System.fetch_env!("ANTHROPIC_API_KEY")',
        "  password: {{ .Values.auth.password | quote }}\nsecret: projects/x/secrets/app-key/versions/latest",
        'if not api_key.startswith("sk-ant-"):\n    password = auth[2]',
        "  credentials?: AwsCredentials;\n  new (secret?: SourceData): Hash;\n  apiKey: PropTypes.string,",
        "pub struct A { pub password: Option<String> }\nservices.Configure<JwtOptions>(section);",
        "store := spec.Provider.PasswordStore\ntags := &v1.SecretTags{\nsecretTags := map[string]*string{",
        "  sourceSecret: defaultSourceSecret,\n  reAuth:  reAuth,\n  tokenSaved: result.tokenSaved,",
        "INSERT INTO users (name, password) VALUES (:name, :password)\n password | character varying(255) |",
        "--token-color: #c678dd; and credential_process = /opt/bin/creds --username helen",
        "    bearerAuth: {type: http, scheme: bearer, bearerFormat: JWT}",
        "mongodb+srv://<username>:<password>@cluster0.example.net/\n-u, --user <user:password>  The user",
        'gpg: key 3AA5C34371567BD2: public key "Release" imported\nimport x.security.RsaPrivateJwkBuilder;',
        "proxy_set_header Authorization $http_authorization;\nproxy_set_header X-Real-IP $remote_addr;",
        '{ token: "https://login.example.com/oauth2/token", authorization: "https://x.example/authorize" }',
        "in function _ZNSt6vectorIiSaIiEE9push_backERKi and OSSL_CRMF_MSG_set0_SinglePubInfo(x)",
        "パスワードが正しくありません。APIキーの有効期限が切れています。\nPasswort: muss lang sein",
        "AUTH_MASTODON_ID\nAUTH_MASTODON_SECRET\nAUTH_MASTODON_ISSUER\n//go:build secret || all_providers",
        "      adminSecret: process.env.AUTH_SECRET,\n    }),\n  rowKey: session.sessionToken,\n      })",
        'setCredentials(credentials: Identity | IdentityProvider): void;\nTOKEN_PARAM = "X-Session"',
        "\tvaultCreds := &v1.Secret{\n\tmockToken := mockJWTToken\n\tsession.IDToken = validJWT\n",
        "token = Doorkeeper::AccessToken.first\n$conf[SSLCERTPASSWD] = $cert[1];\nlet secret = rep_arc\n .2",
        "run(\n    token: types.FlattenedJWSInput,\n            credentials=credentials,\n            )\n",
        "    idTokensValidFor       time.Duration\nself.validate_bearer_token.side_effect = set_scopes_valid",
        "custom_access_token_attributes [:tenant_id]\nconst toggleNewTokenVisibility = useCallback(() => {",
        "- **API Tokens**: Cloud deployments (username + token)\nInvalid bind password: rejected\n",
        "Admin panel password: unauthorized\nThe bind password: somewhere\nJWT secret: INTERNATIONALIZATION",
        "Pass it with --api-key\nv2 of the tool needs it, or --token instead --with care.",
        'if password == "required" or token == "identifier":\nthe token (which is opaque) gets rejected',
        "app/a.py:12:    token = get_token()\napp/a.py:13:    return token\n# password\n# is unset",
        "f(\n            s3_express_auth=s3_express_auth,\n        )\n    x = 1",
        "client_secret = os.getenv(secret_envs[0]) or os.getenv(secret_envs[1])",
        "-client-secret <from your admin> \\\n-upstream=http://localhost:3000/ \\",
        "GPG key fingerprint: 30f9b073a481af38e5999cbe570f657de9fb7caf",
        "gpg: using RSA key 30F9B073A481AF38E5999CBE570F657DE9FB7CAF",
        "the key's fingerprint is 30f9b073a481af38e5999cbe570f657de9fb7caf",
        "Error: token = unauthorized\nelse: password = generated\nNote: the password = something",
        "Passwort:\nGast-Netz\nswaks --auth-password\n--tls9.1 x\nlogin --password '' --user bo",
        "token\nv1.2-a\n",
        "auth_token: >\n  note: rotate it9\ndb_password:\n  call-it-now(\npassphrase:\n  read-all-of[\n",
        "API_TOKEN    use the one below\n",
        "heslo k databázi: VioLetTiN",
        'auth_token "violet_tin_harbor";',
        "f(x) -> dict[str, Token]:\n    amber-basil9",
        "heslo k serveru: v2.14.0-rc1",
        "the token `Max_output_tokens` is new",
        "dict_keys(['auth_token', 'base_url'])",
        "fix of the token at 3f2a9c1b7de0",
        'the password is "reset_link"',
        "`relay-auth: API 429 for a model`\nmy-token: HTTP 401 Unauthorized\nbot-secret: 403 Forbidden",
    ],
)
def test_what_no_secret_is_stays(text):
    assert clean(text).masked == text


_OF_PATTERNS = tomllib.loads((Path(__file__).parent / "mask_patterns.toml").read_text("utf-8"))


@pytest.mark.parametrize("pattern", _OF_PATTERNS)
def test_each_alternative_of_a_pattern_has_a_text(pattern):
    for text in _OF_PATTERNS[pattern]:
        masked = clean(text.replace("‹", "").replace("›", "")).masked
        assert MASK.sub("‹›", masked) == re.sub("(?s)‹.*?›", "‹›", text)


LONG_KEY = "NvVhqTTEOl3DFQZN126afbcxz937uO4wBhWTi0a9f6"
CUT_KEY = (
    "-----BEGIN EC PRIVATE KEY-----" + "\nMIIYlUY2jWCCKtAqksT9FcRyAqMSSA183k8Bs8MjpoqDn7eeJo40ks3Lz5SO" * 2
)


@pytest.mark.parametrize(
    ("secret", "error"),
    [
        ("Key Hash = ‹84c8a9453eaf02ffc1ee10a788ce37e4e8fe37de1734b85c84acae5a3cf5a976›\n", "SDK error 400"),
        (
            "Mail password    ‹e027686504247b96502bcb0863938985›\nRegion           eu-1\n",
            "an.ApiError: Error code: 404 - {}",
        ),
        ("Mail password    ‹timber-pixel-bramble›\nRegion           eu-1\n", "Region           eu-1"),
        ("", "POST https://api.anthropic.com/v1/messages\n‹wEar8bNYQmHqppeEDNBJouugQwC6rguSahoCXBpNXmU›"),
        (f"https://a.example/c?sv=1&ss=b&sig=‹{LONG_KEY}%3D›", "\nevent: error"),
        (f"BlobEndpoint=https://a.example/;SharedAccessSignature=‹sv=1&sig={LONG_KEY}%3D›", "\nOverloaded"),
        ("failed after 600 seconds with model=claude-opus-4-20250514\n", "‹app:Kq-7mm29x!›@tcp(db:3306)/app"),
        ("main.main()\nstatuscake.api.token: ‹ECVqr3nZjHR52n5TfRhJ›", "\n\t/app/main.go:264 +0x1a5\n"),
        (CUT_KEY, "\nx.ThrottlingException: An error occurred (Throttling): Too many requests, wait.\n"),
        (CUT_KEY, "\nOverloaded\n"),
        (CUT_KEY, "\nHTTP 529 Overloaded"),
    ],
)
def test_a_line_beside_a_secret_keeps_its_words(secret, error):
    text = f"{secret}{error}"
    kept, lines = re.sub("‹.*›|\n", "", error), text.strip().count("\n")
    masked = clean(text.replace("‹", "").replace("›", "")).masked
    assert kept in masked and "[masked-" in masked
    assert masked.strip().count("\n") == lines or "BEGIN" in text
    assert [found for found in re.findall("‹(.*?)›", text) if found in masked] == []


ERROR = "anthropic.APIStatusError: Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error'}}"


@pytest.mark.parametrize("columns", [*range(38, 66, 3), 72, 90, 110, 118])
@pytest.mark.parametrize(
    "line",
    [
        "$ docker run -e POSTGRES_USER=app -e POSTGRES_PASSWORD=‹Violet-Harbor-42› -p 5432:5432 postgres:16",
        "SECRET_KEY_BASE=‹14af1bdd03404cd9125758de92a933bce5f2c80312f5cbd9388ebacb551c7762›",
        '{"service":"app","host":"db.example","secret":"‹14af1bdd03404cd9125758de92a933bce5f2c80312f5cbd9›"}',
    ],
)
def test_a_secret_that_a_window_of_any_width_wrapped_is_masked(line, columns):
    """Two of its lines are full, so this is the width."""
    secret, text = line.partition("‹")[2].partition("›")[0], line.replace("‹", "").replace("›", "")
    begin, end = text.index(secret), text.index(secret) + len(secret)
    lines = [one[at : at + columns] for one in (text, ERROR) for at in range(0, len(one), columns)]
    halves = [text[max(at, begin) : min(at + columns, end)] for at in range(0, len(text), columns)]
    masked = clean("\n".join(lines)).masked
    assert [half for half in halves if len(half) > 3 and half in masked] == []
    assert "".join(lines[-2:])[-40:] in masked.replace("\n", "")


def test_hyperscan_takes_every_sign():
    assert find_uncompilable(mask_signs._signs()) == {}
