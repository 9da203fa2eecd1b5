"""Tells a sentence that asks its reader to do or answer something from one that reports.

News is told about the world in the third person. A sentence that gives an order, puts a
question to nobody, says how an answer shall look or where to write to is not quoted as
news, whoever it is meant for: a planted task for a model, a call to subscribe and a
recipe look alike. This is a test of one sentence for quoting and much wider than
`find_instructions`, which marks whole articles; what stands inside quotation marks
counts only where nobody outside them says it.
"""

from __future__ import annotations

import re

from byline.text.words import has_han

_INVISIBLE = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|『[^』]*』|(?<!\w)['‘][^'’]*['’](?!\w)")
_LEAD = re.compile(
    r"^(?:[\W_]+|\d{1,3}[.):]\s|(?:please|kindly|now|then|always|never|just|only|simply|also|first|second|third"
    r"|finally|lastly|next|instead|and|but|so|or|ok|okay|again|secretly|quickly|briefly|carefully|alternatively"
    r"|however|additionally|furthermore|moreover|afterwards?|remember|note|important|task|question|step \d+)"
    r"\b(?!-)[\s,:;.]*)+",
    re.IGNORECASE,
)
""" "Please, now ...": what may stand in front of an order without being its subject."""
_CLAUSE_LEAD = re.compile(
    r"^(?:if|when|whenever|once|before|after|in|for|at|with|to|as|while|based on|given|using|unless|by|from)\b"
    r"[^.!?;,]{2,120}, (?=(?:please |kindly |then |always |never |just |only |simply |also )*"
    r"(?:do not|don't|[a-z]+ (?:the|a|an|your|all|any|each|every|this|that|it|them|only|nothing|in|with|q)\b))"
    r"(?!\w+(?:ed|s) |said |says )",
    re.IGNORECASE,
)
_OBJECT = (
    r"(?:a|an|the|your|my|our|me|us|it|its|them|this|these|those|all|any|each|every|both|some|no|nothing|anything"
    r"|everything|one|two|three|four|five|ten|only|exactly|q|\d+|how|what|why|whether|where|when|who|which|if"
    r"|into|yourself)"
)
_CLOSED = frozenset(
    """about above across after against albeit along although alongside amid amidst among amongst around as aside
    at atop barring
    because before behind below beneath beside besides between beyond both but by concerning considering contrary
    despite down due during either else elsewhere enough even ever every everywhere except excluding excepting few given
    following for from gone half hence here how if in including inside instead into just less lest like likewise
    little many maybe meanwhile minus more moreover most much near nearly neither nevertheless next no none
    nonetheless nor not notwithstanding now of off often on once one only onto opposite or otherwise out outside
    over overall part past pending per perhaps plus quite rather regarding round same save seldom several since so
    some something sometimes somewhat somewhere soon still such than that the then thence there therefore these they
    this those though through throughout thus till to today together tomorrow tonight too toward towards twice under
    underneath unless unlike until up upon versus via was well were what whatever when whenever where whereas wherever
    whether which whichever while who whoever whom whose why will with within without worse worst yes yesterday yet
    all another any each other others first second third last later earlier never always almost also
    he she it we i you his her their our my your its is are had has have did does do can could may might must shall
    should would be been being am let monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december born built made sent told held led left lost known
    seen set shown torn long spent taken thought won put cut hit read run become come""".split()
)
"""Words that open a statement although an article may follow: "Behind the deal", "Today the court"."""
_INFLECTED = re.compile(r"(?:ly|ed|ing|ward|wards|wise|[^s]s)$")
_ARTICLE_NEXT = re.compile(r"^([A-Za-z]+) (?:the|a|an|your|my)\b (?!(?:of|and|or|is|was|are|were|has|had|will)\b)")
_VERBS = """accept acknowledge add adjust adopt advise alter analyse analyze announce answer append apply argue arrange
    articulate ask assess assign assist assume attach augment avoid begin bring brainstorm browse build buy calculate
    call cancel carry change check choose cite claim clarify classify click code combine come comment commence compare
    compile complete compose compute conceal conclude conduct confirm consider construct contact continue contrast
    convert convey copy correct count craft create debug decide decode decrypt define delete delve deliver demonstrate
    deny describe design detail detect determine develop devise differentiate discard disclose discuss display
    disregard divide do download draft draw drop edit elaborate embed emphasise emphasize employ encode encourage
    encrypt end enhance enlarge ensure enter enumerate erase estimate evaluate examine exchange execute expand explain
    explore export express extend extract fabricate fetch fill filter find finish fix follow forecast forget formulate
    forward gather generate get give go grant greet group guess guide handle have help hide highlight identify ignore
    illustrate imagine imitate implement import improve include incorporate increase indicate infer inform infuse input
    insert inspect install instruct integrate intersperse interpret introduce invent invert investigate invite join
    jot justify keep label learn leave let limit link list listen locate log look maintain make manage map mask match
    mention merge mimic mirror mix modify move name narrate narrow negate notify obey obfuscate observe obtain offer
    omit open optimise optimize order organise organize outline output overlook paint paraphrase parse paste pay
    perform permute persuade pick place plan plot praise predict prefix prepare prepend present pretend prevent print
    prioritise prioritize proceed process produce project promote proofread propose prove provide publish pull
    purchase push put query quote randomise randomize rank rate read rearrange recall recite recommend record redact
    redirect reduce refer reference refine reflect refrain refuse register reject relate release rely remain remind
    remove rename render reorder repeat rephrase replace reply report represent request research resend reset resolve
    respond restate restore restructure retrieve return reveal reverse review revise rewrite roleplay rotate route run
    save say schedule scramble search segment select send separate serve set share shift shop shorten show shuffle sign
    simplify simulate sing sketch skip solve sort speak specify spell split spread start state stay stop store
    structure study style submit subscribe substitute suggest sum summarise summarize supply support suppose swap
    switch tag take talk teach tell test think touch trace track train transcribe transfer transform translate transpose
    treat trigger try turn type uncover underline understand update upload use utilise utilize utter validate verify
    view visit visualise visualize wait watch weave wrap write""".split()
_ALSO_NOUNS = frozenset(
    """answer call change check claim code comment contact contrast copy count design detail display draft draw drop
    end exchange estimate express fill filter fix forecast go grant group guess guide handle help highlight increase
    input label limit link list log look map mask match merge mirror mix move name offer open order output paint
    paste pay pick place plan plot praise present process produce project pull purchase push query quote rank rate
    read record reference release remain report request research reset return reverse review route run save search
    segment set share shift shop show sign sketch skip sort split spread start state stay stop store structure study
    style support swap switch tag talk test touch trace track train transfer trigger try turn type update use view
    visit wait watch correct complete separate have do come supply craft research reflect view scramble mask study
    estimate forecast buy sum""".split()
)
"""Verbs that are nouns as often: an order only with an object behind them, not "Review sites say"."""
_PLAIN_ORDER = re.compile(
    rf"^(?:{'|'.join(v for v in _VERBS if v not in _ALSO_NOUNS)})\b(?![-'’.]| [A-Z][a-z]+ (?:is|was|has|had|will)\b)",
    re.IGNORECASE,
)
_OBJECT_ORDER = re.compile(
    rf"^(?:{'|'.join(sorted(_ALSO_NOUNS))})(?: {_OBJECT}\b(?! (?:is|was|are|were|has|had|have|will|would)\b)"
    r"|: |[.:!]?$)|^(?:answer|reply|report|comment|end|start|log|search|query|read|talk|look|respond|stay|name)"
    r" (?:in|on|with|for|to|as|at|up|down|out|from|about|of|only|exactly|focused)\b(?! \d)",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"^(?:do not|don['’]?t|do nothing|never (?!mind\b)[a-z]+ (?!been\b)|let['’]s|let us"
    r"|(?:be|stay|remain) (?:sure|as|focused|vigilant|aware|creative|careful"
    r"|concise|brief|very"
    r"|more|verbose|kind|polite|a|an|the)\b|make sure|under no circumstances|no (?:\w+ ){0,3}(?:is|are|should|must|may)"
    r" (?:\w+ )?(?:allowed|permitted|accepted|needed|required|necessary|given|included|used)\b"
    r"|no (?:commentary|explanations?|(?:additional|extra|further|other) (?:text|words?|output|characters?))\b)",
    re.IGNORECASE,
)
_TOLD = r"(?:must|should|shall|needs? to|has to|have to|is to|are to|ought to)"
_ACTOR = re.compile(
    r"\b(?:the|an?|every|any|this|all|each|no) (?:AI|A\.I\.|LLM|(?:large )?(?:language )?model|chat ?bot|bot|assistant"
    r"|user|interpreter|terminal|system|program|compiler|door|robot|gpt\w*|chatgpt)s?"
    rf" (?:(?:now|only|always|never|then|also|just) )*(?:{_TOLD}|will|can only|responds?|repl(?:y|ies)|says?|answers?"
    r"|outputs?|prints?|types|typed|enters|entered|inputs|returns?|can neither)\b"
    r"(?= (?:only|nothing|with|in|as|q|exactly|respond|reply|answer|say|print|output|type|enter|input|be allowed|not"
    r"|grant|deny|access)\b)",
    re.IGNORECASE,
)
_NORM = re.compile(
    r"\b(?:responses?|replies|answers?|outputs?|messages?|characters?|words?|letters?|sentences?|text|prompts?"
    r"|instructions?|rules?|summar(?:y(?! judg)|ies)|attempts?|inputs?|contents?)\b(?! and\b)[^.!?,]{0,40} "
    rf"{_TOLD} (?:\w+ ){{0,2}}?"
    r"(?:be (?!checkable)|contain|include|start|begin|end|follow|consist|only|never|always)\b",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"\b(?:access[ _-]?code|pass ?phrase|pass ?code|untrusted (?:user )?input|user[ _]input"
    r"|secret (?:word|password|key)"
    r"|(?:previous|prior|above|below|preceding|following|these|all|your|my) (?:instructions?|prompts?|simulation"
    r"|paragraph|conversation|text|message)|instructions? (?:above|below)|the (?:above|below) (?:was|is|are|were))\b"
    r"|\b(?:access|entry) (?:is|was|be|has been|must be|shall be) (?:\w+ )?(?:granted|denied)\b|\bkindly\b"
    r"|^(?:that|this|ok(?:ay)?,? that) was (?:an?|only|just) (?:\w+ )?(?:test|joke|trick|example)\b"
    r"|\bonce upon a time\b|^(?:you are|you're|you will|you must|you should|you have to|you need"
    r"|you shall|you can(?:not)?)\b"
    r"|\b(?:your|my) (?:\w+ )?(?:task|job|goal|role|mission|response|reply|answer|output|prompt|instructions?|summary"
    r"|message|password|order|account|e-?mail|question)s?\b"
    rf"|\byou (?:\w+ )?(?:{_TOLD}|are (?:required|expected|asked|instructed|not allowed|an?))\b"
    r"|\b(?:I want you|I need you|I would like you|I'd like you|I ask you|we ask you)\b",
    re.IGNORECASE,
)
"""What an answer shall look like, and who types what: the talk of a session with a model."""
_QUESTION_WORD = re.compile(
    r"^(?:what|who|whom|whose|which|where|when|why|how)(?:'s)? (?:is|are|was|were|do|does|did|can|could|should|would"
    r"|will|has|have|to|many|much|long|far|old|often)\b(?=[^,?]*$)|^(?:can|could|would|will|do|does|did|have|should|may)"
    r" (?:you|i|we)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"https?://|\bwww\.|\b[\w.+-]+@[\w-]+\.\w{2,}|\b[\w-]+\.(?:com|net|org|io|cn|xyz|info|biz|ru)/[a-z\d]",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d[ )-]+\d{3}-|-\d{3}-")
_PHONE = re.compile(r"(?<![\d$£€.,-])(?:\+\d{1,3}[ -]?|1-)?\(?\d{3}\)?[ -]\d{3}-\d{4}\b|\b1-\d{3}-[A-Z\d-]{4,}")
_SOLICITS = re.compile(
    r"\b(?:visit|contact|e-?mail|message|dm|follow) (?:us|me)\b|\bclick (?:here|on|the|this|below)\b"
    r"|\b(?:sign up|register|order|subscribe|donate|book|apply) (?:now|today|here)\b"
    r"|\bsend (?:\w+ ){0,6}to (?:this|the following|my|our) (?:address|account|e-?mail|number|wallet)\b",
    re.IGNORECASE,
)
_CODE_SIGN = re.compile(r"[{}<\[\\#=$;]|\w\(|0x")
_CODE = re.compile(
    r"\b(?:def \w+|print|eval|exec|system|alert|chr|console\.log|os\.\w+)\(|\{\{|\}\}|;\s*$|\b\w+ = \w+\(|</|[<\[{]{2,}"
    r"|\\n"
    r"|\$\{|##|\b0x[0-9a-f]{3}",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?-i:\bSELECT\b.{1,80}\bFROM \w+)|^select (?:\*|\w+(?:, ?\w+)*) from \w"
    r"|\b(?:drop|alter|create|truncate) (?:table|database)\b|\binsert into\b|\bimport [a-z_]+(?: as \w+)?$"
    r"|\bsudo \w|\brm -\w|\bcurl -",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")
_TOLD_CUES = "must should shall needs need has have is are ought"
_CUES = tuple(
    (tuple(frozenset(words.split()) for words in groups), pattern)
    for pattern, *groups in (
        (
            _ACTOR,
            """ai llm llms model models chat chatbot chatbots bot bots assistant assistants user users interpreter
        interpreters terminal terminals system systems program compiler door robot robots gpt chatgpt""",
            """must should shall needs need has have is are ought will can respond responds reply replies say says
        answer answers output outputs print prints types typed enters entered inputs return returns""",
            """only nothing with in as q exactly respond reply answer say print output type enter input allowed not
        grant deny access""",
        ),
        (
            _NORM,
            """response responses reply replies answer answers output outputs message messages character characters
        word words letter letters sentence sentences text prompt prompts instruction instructions rule rules summary
        summaries attempt attempts input inputs content contents""",
            _TOLD_CUES,
        ),
        (
            _SESSION,
            """access pass passphrase passcode input inputs secret instruction instructions prompt prompts simulation
        paragraph conversation text message above below entry kindly test joke trick example upon you your my""",
        ),
        (_SOLICITS, "us me click now today here send"),
        (_COMMAND, "select table database into import sudo rm curl"),
    )
)
"""A pattern is only tried where one word of each of its groups stands; nearly all news is done after this."""
_FUNCTION_WORDS = frozenset(
    """a an the and or but of to in on at by for with from as is are was were be been has have had will would can could
    may its his her their it that this which who than after before not more no says said over into about while when
    where against under amid between also up out all new one he she they we i you there if because since
    whether via per do does did off like how what why""".split()
)
_ANY_LATIN = re.compile(r"[^\W\d_\u3400-\u9fff\u3040-\u30ff]+")
_FOREIGN_FROM = 9
"""Words from which a sentence without a single English function word is in another language, or in code."""
_ACCENTED_SHARE = 0.25
_ZH_ORDER = re.compile(
    r"^[^\w\u3400-\u9fff]*(?:首先|然后|接着|最后|现在|接下来|另外|同时)?[，,]?\s*(?:请(?!求|愿|客|辞|缨|柬|来|问世)|麻烦|"
    r"务必|不要|切勿|勿|别(?!人|的|克|墅|名|致|处|离|有|说)|记住|注意[：:，]|假设你|假装|想象一下|让我们|"
    r"(?:翻译|解释|描述|总结|概括|列出|列举|写一|编写|生成一|创建一|制作一|计算|分析一下|提供一|给出|给我|告诉我|帮我|"
    r"推荐|介绍一下|忽略|无视|忘记|忘掉|重复|输出|打印|回复|回答|扮演|模拟|撰写|改写|点击|扫描|添加微信|"
    r"加微信|加群|联系我|拨打|致电|转发)(?!者|员|人|机|器|称|了|显示|是|说|能力|功能|技术|模型|服务|工具|系统|后|前|中|和|与|、))"
)
_ZH_ADDRESSED = re.compile(
    r"你(?:必须|应该|应当|需要|只能|要|的(?:任务|回答|回复|输出|答案|工作|角色|职责|目标))|你(?:现在)?是一[个名位款]"
    r"|(?<![申邀聘提宴])请(?:用|以|把|将|给|为|你|您|帮|不要|勿|务必|根据|按照|按|写|输出|回复|回答|翻译|总结|列出|提供|描述|解释|注意"
    r"|访问|点击|联系|关注|扫|在|直接|只|确保|忽略|记住|告诉)|(?:访问|点击|登录|打开)(?:以下|下方|下面|此|该)?(?:链接|网址)"
    r"|(?:微信号|QQ|电话|手机号|邮箱)[：:]\s*\w|1[3-9]\d{9}(?!\d)"
)
_ZH_ASKS = re.compile("(?:吗|呢|什么|怎么办|为什么)[。！!]?$")


def addresses_reader(sentence: str) -> bool:
    """Tell whether a sentence orders, solicits or programs, or asks without a mark; English and Chinese.

    A question with its mark is not looked at: who quotes it counts who else asks it.
    Pure, O(n), some 60 microseconds. Of the sentences of news articles that can stand alone
    one in two hundred is refused, of blogs one in a hundred: tips, warnings, links and code.
    """
    plain = _INVISIBLE.sub("", sentence).strip()
    told = _QUOTED.sub(" q ", plain).strip().replace("’", "'")
    if _links(told) or (_CODE_SIGN.search(plain) and _CODE.search(plain)):
        return True
    if has_han(plain):
        return any(pattern.search(told) for pattern in (_ZH_ORDER, _ZH_ADDRESSED, _ZH_ASKS))
    words = set(_WORD.findall(told.casefold()))
    for cues, pattern in _CUES:
        if not any(words.isdisjoint(group) for group in cues) and pattern.search(told):
            return True
    return _orders(told) or _foreign(plain)


def _links(told: str) -> bool:
    written = "/" in told or "@" in told or "www." in told.lower()
    if written and _LINK.search(told):
        return True
    return _DIGITS.search(told) is not None and _PHONE.search(told) is not None


def _orders(told: str) -> bool:
    body = _LEAD.sub("", _CLAUSE_LEAD.sub("", _LEAD.sub("", told)))
    if any(p.match(body) for p in (_PLAIN_ORDER, _OBJECT_ORDER, _FORBIDS, _QUESTION_WORD)) or _FORBIDS.match(told):
        return True
    opening = _ARTICLE_NEXT.match(body)
    if opening is None or opening[1].isupper():
        return False
    word = opening[1].lower()
    return word not in _CLOSED and _INFLECTED.search(word) is None


def _foreign(plain: str) -> bool:
    """Tell whether a Latin sentence is in no English: no function word, or accents all over."""
    words = _ANY_LATIN.findall(plain.lower())
    if len(words) < _FOREIGN_FROM:
        return False
    accented = sum(not word.isascii() for word in words)
    return _FUNCTION_WORDS.isdisjoint(words) or accented > _ACCENTED_SHARE * len(words)
