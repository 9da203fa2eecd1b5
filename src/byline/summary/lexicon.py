"""Word lists of the rules, English and Chinese.

They are closed lists on purpose: a veto can be explained by the word that caused it.
"""

from __future__ import annotations

import re

NEGATION_EN = frozenset(
    """not no never none nobody nothing neither nor without cannot cant can't won't don't doesn't didn't isn't
    aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't shouldn't mustn't ain't hardly scarcely barely
    denied denies deny denying refused refuses refuse failed fails fail rejected rejects reject""".split()
)
HEDGES_EN = frozenset(
    """may might could would should can likely unlikely possibly perhaps maybe probably reportedly allegedly
    apparently seemingly supposedly purportedly potentially presumably suspected alleged rumored rumoured
    expected expects hope hopes hoped plan plans planned planning aim aims aimed intend intends intended
    considering propose proposes proposed seek seeks sought believe believes believed appears appear appeared
    seems seem seemed suggests suggest suggested estimated estimates predicted predicts forecast forecasts
    claims claimed claim try tries tried trying almost nearly about around approximately roughly some least most
    up over under more less fewer than if unless whether will want wants wanted""".split()
) - frozenset("some over under more less most up than least fewer".split())
QUANTIFIERS_EN = frozenset(
    """all every each both any some many most few several half only mostly mainly partly largely often always
    sometimes rarely usually more less fewer least exactly entirely fully first last next single third quarter
    majority minority dozens hundreds thousands millions billions over under""".split()
)
ATTRIBUTION_EN = frozenset(
    """said says say saying told tells according reported reports reporting wrote writes announced announces
    claimed claims claim argued argues warned warns added adds noted notes stated states believes believe
    believed thinks thought insisted insists acknowledged confirmed confirms denied denies alleged suggested
    predicted estimated explained described describes called calls posted tweeted testified asked conceded
    quoted cited citing unveiled unveils revealed reveals disclosed discloses remarked""".split()
)
POLARITY_PREPOSITIONS_EN = frozenset(
    """against without despite before after until unless except besides beyond instead versus off out down up above
    below following prior since within outside inside""".split()
)
CONDITION_EN = re.compile(
    r"(?:^|\b)(?:if|unless|provided|assuming|until|except|only|when|once|should|in case|as long as|because)\b",
    re.IGNORECASE,
)
CONTRAST_EN = re.compile(
    r"^\W*(?:but|although|though|despite|however|yet|while|whereas|even|not|without|rather|instead)\b", re.IGNORECASE
)

ANTONYMS_EN = tuple(
    tuple(pair.split("/"))
    for pair in """rise/fall rose/fell risen/fallen increase/decrease increased/decreased increases/decreases
    increasing/decreasing up/down gain/lose gained/lost gains/losses gain/loss profit/loss win/lose won/lost
    wins/loses more/less more/fewer higher/lower highest/lowest high/low above/below over/under before/after
    first/last open/closed open/close opened/closed opens/closes start/stop started/stopped begin/end
    began/ended accept/reject accepted/rejected approve/reject approved/rejected allow/ban allowed/banned
    permit/forbid support/oppose supported/opposed supports/opposes supporters/opponents agree/disagree
    agreed/disagreed agreed/refused buy/sell bought/sold buys/sells buying/selling hire/fire hired/fired
    join/leave joined/left enter/exit ally/rival friend/enemy cheap/expensive cheaper/dearer fast/slow
    faster/slower large/small larger/smaller largest/smallest big/small bigger/smaller biggest/smallest
    strong/weak stronger/weaker safe/dangerous success/failure succeed/fail succeeded/failed
    successful/unsuccessful positive/negative true/false guilty/innocent legal/illegal lawful/unlawful
    public/private domestic/foreign male/female man/woman men/women his/her he/she old/new older/newer
    oldest/newest young/old early/late earlier/later early/later soon/late best/worst better/worse good/bad
    import/export imports/exports expand/shrink expanded/shrank accelerate/slow improve/worsen improved/worsened
    confirm/deny confirmed/denied include/exclude included/excluded add/remove added/removed raise/lower
    raised/lowered raises/lowers raise/cut raised/cut boost/cut boosted/cut surge/plunge surged/plunged
    soar/plummet soared/plummeted climb/drop climbed/dropped grow/shrink grew/shrank growth/decline
    advance/retreat create/destroy created/destroyed launch/cancel launched/cancelled arrive/depart
    arrived/departed arrest/release arrested/released alive/dead survive/die survived/died
    optimistic/pessimistic likely/unlikely possible/impossible many/few most/few all/none all/some always/never
    everyone/nobody with/without for/against inside/outside north/south east/west northern/southern
    eastern/western left/right majority/minority maximum/minimum major/minor full/empty heavy/light hot/cold
    rich/poor long/short longer/shorter near/far same/different internal/external input/output online/offline
    hardware/software buyer/seller winner/loser plaintiff/defendant parent/child employer/employee day/night
    morning/evening today/yesterday today/tomorrow monthly/yearly daily/weekly billion/million million/thousand
    trillion/billion revenue/profit sales/profit import/ban lift/impose lifted/imposed easing/tightening
    praise/criticise praised/criticised praised/criticized welcomed/condemned hit/missed beat/missed""".split()
)
SYNONYMS_EN = tuple(
    frozenset(group.split("/"))
    for group in """said/stated/told/added/remarked/noted company/firm/business buy/purchase/acquire
    bought/purchased/acquired
    begin/start began/started beginning/starting help/aid/assist helped/aided/assisted show/demonstrate
    showed/demonstrated shows/demonstrates large/big larger/bigger largest/biggest use/employ/utilise
    used/utilised/utilized announce/unveil announced/unveiled launch/introduce/release
    launched/introduced/released kill/slay jail/prison/imprisoned police/officers cop/officer car/vehicle
    cars/vehicles child/kid children/kids doctor/physician doctors/physicians attorney/lawyer attorneys/lawyers
    maker/manufacturer makers/manufacturers worker/employee workers/employees staff/employees job/position
    jobs/positions quick/fast/rapid quickly/rapidly/fast film/movie films/movies end/finish ended/finished
    choose/select chose/selected chosen/selected get/obtain/receive got/obtained/received gets/receives
    give/provide gave/provided gives/provides important/significant/major near/close find/discover
    found/discovered rise/increase rose/increased rises/increases fall/decline/drop fell/declined/dropped
    falls/declines/drops grow/expand grew/expanded build/construct built/constructed make/create made/created
    try/attempt tried/attempted ask/request asked/requested hurt/injured hurting/injuring fire/blaze
    happen/occur happened/occurred need/require needed/required needs/requires keep/retain kept/retained
    let/allow allowed/permitted allow/permit allows/permits pay/spend paid/spent speak/talk spoke/talked
    send/dispatch sent/dispatched effort/attempt efforts/attempts goal/aim goals/aims home/house homes/houses
    people/persons country/nation countries/nations yearly/annual annually/yearly worldwide/globally
    global/worldwide agreement/deal/accord agreements/deals/accords chief/head boss/chief cut/reduce/lower
    cuts/reduces reduced/lowered plan/scheme plans/schemes probe/investigation inquiry/investigation/probe
    talks/negotiations firm's/company's firms/companies shop/store shops/stores
    roughly/about/around/approximately nearly/almost however/but before/ahead over/above whole/entire
    continue/proceed continued/proceeded leave/depart left/departed reveal/disclose revealed/disclosed
    reveals/discloses picture/photo/photograph pictures/photos/photographs teach/instruct hard/difficult
    famous/well-known ill/sick wrong/incorrect right/correct rich/wealthy quit/resign resigned/quit
    assault/attack attacked/assaulted murder/killing weapon/arm weapons/arms""".split()
)

HEADLINE_WORDS_EN = frozenset(
    """access add after against ahead aim air alarm ally allow amid analyst announce app artificial ask assistant
    attack auction automation back ban bank battle beat before begin behind bet better beyond bid big bill billion
    block board bond book boom boost boss breach break bring bubble build business buy buyback call camera
    campaign capital car case cash cell center centre chain challenge change chat chatbot cheap check chief child
    chip choice citizen claim class clean clear client close cloud code coder come commit compan company compete
    complain computer concern consider consumer content contract control copyright corporate cost could count
    country court cover crash creator credit crisis critic curb customer cut cyber data deadline deal death debate
    debt debut decision deep defense defence delay delist deliver demand deny deploy design despite detail develop
    developer device digital director disclose discuss disrupt district dividend doctor domestic doubt down draft
    draw drive drop drug early earn economy edge effort electric employee end energy engine engineer enter
    enterprise even ever every evidence exec executive exit expand expect expensive expert export extend eye face
    factory fail fake fall family fast fear feature federal fee fight file final finance financial find fine fire
    firm first fix flag float focus follow food force forecast foreign form founder fraud free fresh from fuel
    full fund further future gain game get giant give global go goal gold grant group grow growth guard hack
    hacker hail half halt hand hard head headset health hear help high hike hint hire hit hold home hope hospital
    host hot hour house huge hunt idea image impact import improve income increase industry inflation inside
    insurer intelligence invest investigation investor issue job join judge jump just keep key kid kill know lab
    labor labour laptop large last late latest launch launder law lawmaker lawsuit lawyer lay layoff lead leader
    leak leap learn leave legal lender less let letter license life lift limit line link list live loan local long
    look loom loss lose low major make maker manage many market mass massive measure media meet member memory
    merge merger message mill million mine miner minister model money month more most motor move mull music near
    need network new news next night no note now nuclear number offer office official offline oil old online open
    operate order oust out over own paper parent part partner partnership passenger patent pay people per personal
    phone pick pilot pitch plan plant platform player pledge plot plunge police policy portfolio post power
    prepare prep press price prison privacy private probe problem product profit program project promise proof
    propose protect protest prove public publish pull push quarter question quit race raid raise rally ramp rank
    rate reach ready real rebound recall record recover reduce refuse regulator reject release rely remain remote
    remove report request research resign response restrict result retail return reveal revenue review revive rich
    ride right ring rise risk rival robot robotaxi roil role roll rule run rush safe safety sale satellite save
    scale scam scan school science scientist score scrap screen scrutiny search season secret secure security see
    seek sell senator send service set settle several shake share shareholder shift ship shop short shortage show
    shut side sign signal sink site slam slash slip slow slump smart soar social software solar sold sound source
    space spark speak spend split spot spread spy staff stage stake stall stand star start startup state statement
    stay steal steel step stock stop storage store strategy stream strike strong student study sue suit summit
    supplier supply support surge survey suspend swap switch system take talk target tariff task tax teach team
    tech technology teen tell term test text theft threat threaten tie time tool top touch tough tout toward track
    trade train traffic transfer transform trial trillion trip trouble truck trust try tumble turbine turn tv
    under union unit unlock unveil up update upgrade urge use user valuation value vehicle venture video view
    visit voice volunteer vote vow wait wall want war warn watch watchdog water wave way weak wealth weapon web
    week weigh welcome win with withdraw within without woman word work worker world worry worth write year young
    actual officially shake-up megabank ongoing soon still again about around across""".split()
)
"""Words that titles write with a capital and that name nobody."""

HEDGES_ZH = """可能 或许 也许 或将 有望 预计 计划 拟 据称 据悉 据传 传闻 大约 约 近 左右 估计 似乎 疑似 希望 打算
    考虑 将 若 如果""".split()
NEGATION_ZH = "不 没 未 无 非 否认 拒绝 失败 尚未 并非 从未".split()
ATTRIBUTION_ZH = "表示 指出 称 说 认为 透露 强调 介绍 报道 写道 宣布 回应 补充 坦言 直言 据".split()
CONTRAST_ZH = re.compile(r"^[\s“‘「]*(?:但|不过|然而|尽管|虽然|除非|如果|若|假如|只要|只有|除了|即使|因为|由于|为了)")
