"""Words in names beside an error that are not another service's."""

from __future__ import annotations


def _split(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One of these in a name is enough: Claude, providers and relays of its models, and vendors with signs in
# rules/_vendors.
CLAUDE_WORDS = _split(
    """
    aiplatform anthropic antigravity azure bedrock caddy capi cascade chatgpt claude cloudflare
    codex copilot cursor deepseek envoy fable foundry gateway gemini gpt grok groq haiku haproxy
    kiro kong litellm llama llm mistral mythos nginx ollama openai openrouter opus portkey proxy
    qwen relay sonnet squid traefik vercel vertex windsurf zscaler
    """
)
# All words of a name must be among these: with them, programs name themselves and their actions, and people
# begin a sentence.
COMMON_WORDS = _split(
    """
    a aber abfrage aborted about abruf access account action actions adapter admin after again agent
    agents ai all also always amazon an analysis analyzer and android anfrage anfragen another
    answer answerer answers antwort anwendung any anyone anything api apis app apparently
    application approval apps april are artifact as aspnet assistant assistent async asyncio at
    attempt audit aufruf aufrufe august auth authentication authorization aws awssdk backend
    backfill bad base bash basically batch batcher batches because befehl before beim being beta
    billing bisher body bot both bots browser bug bugs build builder bulk bun but by cache call
    callback calling calls can canceled cancelled cell channel chapter chat chatbot check checker
    chrome chunk chunked classifier clearly cli client clients cloud code codes coding com command
    completion completions component concurrent config connect connecting connection connector
    console constantly container content context controller conversation conversations converse
    coordinator core cors count crash create credentials crew critic critical cron currently custom
    customer dabei danach dann das data davor day days debian debug december decode decoding default
    deine deiner delete den denied dennoch deno der desktop dev device dialog die dies diese dieser
    dieses direct django do docker document documents does dort dotnet download downstream draft
    each eben edge eine einer einfach either el else encoding end endpoint engine entire entity
    entry error errors evaluator even event events eventually ever every everybody everyone
    everything exact exceeded exception exceptions execution executor expired export express
    extension external extractor failed failure falls fastapi fatal february fehler fetch few file
    files finally firefox first flask flow for forbidden found fourth friday from frontend function
    functions gave generate generation generator generic gestern get getting git giving gleich
    global golang gone google got grader graph had half handler has have he headline help hence her
    here heute hier his hitting home hook host hosted hosting hour how however http httpcore https
    hub i id ide if il immediately immer import in incomplete indeed index indexer inference info
    init input instance instead integration interceptor internal invalid invoke io ios iphone is
    issue issues it item iteration its january java javascript javax jede jeder jedes jetzt job jobs
    js json judge july june just jvm kein keine kernel key keys konsole kotlin la lambda language
    laravel large last later latest lauf launch layer le leider les level library likely limit
    limiter limits link linter linux list listener live lo load loader local log logger login lokal
    loop los ma mac machine macos main manager manchmal many march may maybe mcp me mein meine
    memory message messages meu mi middleware migration minha minutes model modell models module mon
    monday monitor more most multiple my nach native neither net network never new next nichts
    nightly no nobody node none not notebook nothing notre november npm npx nuestra null nutzer
    oauth object obviously occasionally october of official often ohne okhttp old on once one only
    open operation or orchestrator org organisation organization original os other others otherwise
    our out output over overload overloaded page panel paragraph parse parser part payload payment
    peer perhaps permission person phase php pip pipeline plan planner platform plugin policy pool
    post powershell precondition previous previously priority private probably problem problems
    process processor prod production programa programm programme project prompt prompts protocol
    provider providers proxied prozess public python query question queue quota rails randomly
    rarely rate raw react reactor read reader reason receiver recently reconnecting refused registry
    regression rejection remote render reply repo report repository req request requests required
    researcher resource response responses rest result retries retrieval retriever retry reviewer
    root route router row rpc ruby rule run runner running runtime rust safari same sandbox saturday
    scheduler schnittstelle schon scorer script scripts sdk search second seconds secret section
    security see seeing seems seite semantic sender sending september server serverless servers
    serveur service services servidor session several she shell short should sidebar sidecar since
    single site skill skript so socket sofort software sogar some somebody someone something
    sometimes sonst soon source spring springframework sse ssl stack stage staging standard start
    state status step still stop stopped store stream streaming streams string studio subagent
    subsequent subtask such suddenly suite summarizer summary sunday supervisor swift sync syntax
    system systems task tasks team terminal test tests text than that the their them then there
    these they thinking third this those thread three throttle throttled throttling thursday thus
    ticket time timed timeout timeouts title tls to today together token tokens tonight too tool
    tools trace traffic transfer translator transport trigger trotzdem trying tuesday turn two type
    typescript ubuntu ui ultimately unauthorized unavailable unexpected unhandled unknown
    unprocessable unser unsere unseren until update upload uploader upstream urgent url urllib usage
    use user users using usually util uv validation validator value verifier version very via vs
    vscode warn warning was watcher we web webhook websocket wednesday well wenn were what whatever
    when whenever where whereas whether which while who whole whose why widget wieder will window
    windows with within without wizard work worker workers workflow working workspace wrapper write
    writer wsl yes yesterday yet you your zeitweise zsh zuerst
    """
)
# After the dot of a file, module or method, so it is not a host.
FILE_EXTENSIONS = _split(
    """
    call cjs content cpp create cs csv env error get go html internal java js json jsx kt local lock
    log md message messages mjs parse php post py rb rs send sh stream svc text toml ts tsx txt xml
    yaml yml
    """
)
