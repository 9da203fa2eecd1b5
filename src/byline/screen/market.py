"""Tells the news of a market from the news of a field: price moves, ratings, fund flows, listed companies' notices.

Such a piece names computing power or artificial intelligence as the reason why a share
moved, and so looks on topic. It is dropped where the title says nothing but the move.
A product, a deal or a financing in the title makes it news, and so do the results of an
organisation that the field is about.
"""

from __future__ import annotations

import re

from byline.records import Article


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_PERCENT = r"\d+(?:\.\d+)?\s?(?:%|％|个百分点)"
_MOVE = _any(
    # Shares and indices that move.
    r"涨停|跌停|\d\s?连板|[一二两三四五六七八九十]连板|触及20cm",
    rf"(?:涨|跌)(?!价)(?:超|逾|幅|近|约|至|了)?[^，。；\d]{{0,8}}{_PERCENT}|(?:收|普|齐|领|微|高开|低开|飙|暴|大|拉)(?:涨|跌)(?![价薪])",
    r"股价(?!值)|涨幅|跌幅|市值(?!管理|[^，。]{0,12}的)|概念股|个股|中概股|牛市|熊市|龙头股|受益股|(?:AI|算力|芯片|科技|半导体|软件|硬件|存储|机器人|应用|智能)\s?股(?!份|东|权|市)",
    r"(?:三大|恒生|恒指|标普|纳斯达克|道琼斯|创业板|科创|上证|深证|沪深|费城半导体|罗素)[^，。]{0,8}(?:指数|股指|指)",
    r"^(?:A股|港股|美股|日股|韩股|台股|沪指|深成指|纳指|道指|恒指)|(?:午评|收评|早评|午间收评|复盘)[：:]|盘前|盘后|盘中|午后异动|异动[丨|｜]|[丨|｜]异动",
    r"(?:上交所|深交所|港交所|中证指数)[^，。]{0,20}指数|指数(?:公司)?[^，。]{0,12}(?:编制|成分股)|板块[^，。]{0,8}(?:走强|走弱|拉升|回调|活跃|爆发)",
    r"概念[^，。]{0,12}(?:走强|活跃|拉升|强势|爆发|异动|冲高|回调)|\bETF\b",
    # Money that flows, and who holds what.
    r"主力资金|净(?:流入|流出|买入|卖出)|北向资金|南向资金|龙虎榜|融资(?:余额|客|融券)|两融|成交额|持仓|抄底|套现|做空",
    r"(?:减持|增持|回购)[^，。]{0,14}(?:股|%|万|亿)|(?:股份|股票)[^，。]{0,6}(?:减持|增持|回购)|异常波动",
    # What analysts think of a share.
    r"目标价|(?:买入|增持|中性|跑赢|减持|持有)[」”\"]?\s?评级|评级[丨|｜]|(?:上调|下调|维持)[^，。]{0,20}评级|首选股|看涨|看跌|唱多|唱空",
    r"^[^，。：:]{0,10}(?:证券|中金(?:公司)?|瑞银|高盛|大摩|小摩|摩根(?:士丹利|大通)|花旗|美银|里昂|野村|汇丰|杰富瑞|交银国际|中银国际|招银国际|研报)[：:]",
)
_MOVE_EN = _any(
    r"\b(?:shares|stocks?)\b[^.;]{0,30}\b(?:jump|surg|soar|fall|fell|drop|slump|plummet|ris(?:e|es|ing)|rose|pop|rall|sink"
    r"|sank|tumbl|slid|climb|gain|plung|crater|record high|all-time high|down \d|up \d|cool|close[ds]? (?:up|down))",
    r"\b(?:jump|surg|soar|tumbl|plung|slump|sink|rall(?:y|ies))\w*\b[^.;]{0,20}\b(?:shares|stocks?)\b",
    r"\bprice targets?\b|\btarget price\b|\b(?:buy|sell|hold|overweight) rating\b",
    r"\b(?:up|down)graded? to (?:buy|sell|hold|neutral|(?:over|under)weight|(?:out|under)perform)\b",
    r"\b(?:AI|chip|tech|memory|semiconductor|software|quantum|robotics) (?:stocks?|trade|rally|sell-?off|basket)\b",
    r"\bstocks? (?:to (?:buy|watch|own)|picks?|market|futures)\b|\bshould you (?:buy|sell)\b|\bshort[- ]sellers?\b",
    r"\b(?:Dow Jones|Nasdaq|S&P 500|Hang Seng|Kospi|Nikkei|Russell 2000)\b"
    r"(?=[^.;]*\b(?:clos|record|high|low|fall|fell|ris|rose|gain|drop|slip|jump|rall|slid|index|futures|stocks))",
    r"(?<!first )\bmarket (?:cap(?:italization)?|value)\b|\bETFs?\b|\bdividends?\b|\bbuybacks?\b",
)
_FIRST = _any(r"\bfirst\b", "首家|首个|首次|第一家")
_RESULTS = _any(
    r"业绩(?:预告|快报|预期|预增|会)|(?:预增|预减|预亏|扭亏)|净利(?:润)?|营收[^，。]{0,10}(?:亿|%)|财报|季报|半年报|年报",
    r"\bQ[1-4]\b[^.;]{0,30}\b(?:revenue|earnings|results|sales|profit|net income|EPS)\b",
    r"\bnet income\b|\bearnings (?:beat|miss|per share)\b",
    r"\b(?:quarterly|fiscal \w+-quarter|first-quarter|second-quarter|third-quarter|fourth-quarter)\b[^.;]{0,20}"
    r"\b(?:profit|revenue|results|earnings|sales)\b",
)
_NEWS = _any(
    "发布|推出|上线|开源|宣布|正式|亮相|签署|合作|落地|投产|量产|起诉|诉讼|开放|停产|禁令|出口|管制|裁员",
    "订单|中标|协议|涨价|出货|登陆|年化|ARR|用户|调用量",
    r"(?:完成|获|获得|新一轮|轮|亿元|亿美元|领投|筹集|寻求)[^，。]{0,10}融资|融资(?!余额|客|融券)[^，。]{0,12}(?:轮|亿|估值)|估值",
    r"IPO|招股|上市(?!公司)|挂牌|收购|并购|入股|领投",
    r"\b(?:launch|releas|unveil|introduc|announc|open[- ]sourc|rais(?:es|ed|ing) \$|funding|acqui|merge|IPO"
    r"|debut|ships?\b|list(?:s|ing)? (?:in|on)|partner|deal|orders?\b|contracts?\b|lawsuit|sues|sued|bans?\b|banned"
    r"|export|layoffs?|sells? .{0,20}chips|antitrust)",
)
_JOBS = _any(r"\bjobs?\b|\blayoffs?\b", "裁员|岗位")
_PARTS = re.compile("[；;]")
"""A title of several items is a round-up."""
_NOTICE_TITLE = re.compile(r"^[^，。：:\s]{2,16}[：:]")
_NOTICE = _any(
    r"公告|投资者(?:关系|互动|提问)|互动(?:易|平台)|业绩说明会|可转债|归属于(?:母公司|上市公司)|归母|董秘|证券(?:代码|简称)|控股子公司|持股|股权|调研",
)


def market(article: Article, *, leading: bool) -> str:
    """Return what shows that a piece is only about a market, or "".

    `leading`: the title names an organisation that the field is about, whose results are news of the field.
    """
    title = article.title
    if len(_PARTS.findall(title)) >= 2:
        return ""
    moved = _MOVE.search(title) or _MOVE_EN.search(title)
    if moved and not _NEWS.search(title) and not (leading and _FIRST.search(title)):
        return f"{moved[0].strip()!r} in the title, and no product, deal or financing"
    if leading:
        return ""
    results = _RESULTS.search(title)
    if results and not _JOBS.search(title):
        return f"results of a listed company: {results[0].strip()!r}"
    notice = _NOTICE_TITLE.search(title) and _NOTICE.search(f"{title}\n{article.text[:400]}")
    return f"a listed company's notice: {notice[0]!r}" if notice else ""
