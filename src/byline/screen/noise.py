"""Rules that tell paid, shopping, list and stub pages from news; each returns what gave the page away, or "".

They look at labels, wording and form, never at the outlet's name. One word is
never enough where news uses it too: "deal" needs a price and a shop, "best"
needs a list, "hiring" needs the words of a job advertisement.
"""

from __future__ import annotations

import re

from byline.records import Article
from byline.screen.lengths import count_words


def _any(*alternatives: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), flags)


_LABEL = _any(
    r"\bsponsor(?:ed|ship)?\b(?! of)",
    r"\bpaid (?:post|content|partnership|feature|program(?:me)?|promotion|partner)\b",
    r"\bpartner(?:ed)? (?:content|post|feature|story)\b",
    r"\b(?:advertorial|advertisement|advertising feature|advertiser content|native ad|commercial feature)\b",
    r"\bbrand(?:ed)?[ -]?(?:content|studio|voice|post|lab)\b",
    r"\bpromot(?:ed|ion)\b|\bpresented by\b|\bin partnership with\b",
    "广告|推广|赞助|商业合作|品牌专区|企业供稿|软文|廣告|贊助",
)
_TITLE_LABEL = _any(
    r"^\s*[\[(【（]\s*(?:sponsored|advertisement|advertorial|ad|paid post|partner content|promoted"
    r"|广告|推广|赞助|商业推广)\s*[\])】）]",
    r"^\s*(?:sponsored|advertisement|advertorial|paid post|partner content|promoted|广告|推广|商业推广)\s*[:：|｜丨]",
    r"[\[(（【](?:sponsored|advertisement|广告|推广|赞助)[\])）】]\s*$",
)
_AD_PATH = _any(
    r"/sponsor(?:ed)?(?:-?(?:content|post|story|stories))?(?:/|$)",
    r"/(?:partner|paid|brand|native|promoted)-?(?:content|posts?|stories|studio|voice)(?:/|$)",
    r"/(?:advertorials?|advertising|promoted|ad-feature)(?:/|$)",
)
_STATED = _any(
    r"\bthis (?:article|post|story|content|feature|report) (?:is|was|has been) (?:a )?"
    r"(?:sponsored|paid for|funded by|supplied by|created (?:by|for|in partnership with)|brought to you"
    r"|(?:produced|written|provided) (?:and paid|in partnership|by .{3,60}(?:sponsor|paid|partner)))",
    r"\bpaid (?:partner content|advertisement|advertorial)\b|\bpaid partnership with\b",
    r"\bsponsored (?:content|post|article|feature)\b(?! (?:rules|policy|policies|guidelines|labels?|on ))",
    r"\bpartner content (?:from|by)\b",
    r"\b(?:editorial|news) (?:staff|team|department|staff members) (?:had no|was not involved|were not involved"
    r"|took no part|did not take part|played no)",
    r"(?:^|\n)\s*(?:sponsored|presented|paid for|brought to you) by\b",
    r"本文(?:为|系|由)[^。\n]{0,30}(?:广告|推广|赞助|合作内容|商业|供稿|软文)",
    r"(?:^|\n)\s*[\[【(（]?(?:广告|推广|赞助内容|商业推广|合作推广|赞助)[\]】)）]?\s*(?:\n|[|｜:：丨]|$)",
    r"(?:特约|独家)赞助|内容由[^。\n]{1,30}(?:提供|赞助)",
)
_PRICE = _any(
    r"(?:[$€£₹]|Rs\.?\s?)\s?\d{1,3}(?:,\d{3})?(?:\.\d\d)?(?!\s?(?:million|billion|trillion|[mbk]n?\b|,?\d))",
    r"\d+(?:\.\d+)?\s?元(?!/)|¥\s?\d+",
)
_DISCOUNT = _any(
    r"\b\d{1,2}\s?(?:%|percent|per cent) off\b|(?:[$€£]|US\$)\s?\d[\d,.]* off\b",
    r"\bsave (?:up to |over |an extra )?(?:[$€£]\s?\d|\d{1,2}\s?%)",
    r"\b(?:lowest|best|cheapest|record-low|all-time low) price\b|\blowest ever\b|\bprice drop\b|\bmarked down\b",
    r"\b(?:coupon|promo code|discount code|voucher|on sale|clearance|flash sale|half[- ]price|mail-in rebate)\b",
    r"\blimited[- ]time (?:deal|offer)\b|\bearly[- ]bird (?:price|deal)\b|\bsteal at\b|\bdoorbuster\b",
    r"\b(?:prime day|black friday|cyber monday|labor day sale|memorial day (?:sale|deal)s?|back-to-school sale)\b",
    r"\bdeals? (?:of the day|alert|event|roundup|hunters?)\b",
    r"\b(?:best|top|today'?s|early|great|hot|killer|weekend|daily) (?:[\w-]+ ){0,3}deals\b",
)
_DISCOUNT_ZH = _any(
    "优惠|折扣|特价|立减|直降|券后|到手价|史低|新低价|秒杀|领券|满减|百亿补贴|国补|大促|仅需|白菜价|好价|打折|免息",
    r"\d(?:\.\d)?\s?折",
)
_SHOP = _any(
    r"\b(?:amazon|best buy|walmart|newegg|ebay|costco|aliexpress|checkout|cart|retailers?|shoppers?|shipping)\b",
    r"\b(?:in stock|buy (?:now|it|one|yours)|affiliate|commission|list price|msrp|retails? for|deals?|bundle)\b",
    r"\b(?:regular(?:ly)?|usual(?:ly)?|normal(?:ly)?) (?:priced?|costs?|sells?|[$€£])",
    r"\bdown (?:from|to) [$€£]|\brefurbished\b",
    "京东|天猫|淘宝|拼多多|苏宁|下单|到手|领券|券后|包邮|旗舰店|购买链接|限量|满减|国补|秒杀|预售|商城|门店",
)
_EVENT_TITLE = _any(
    r"\b(?:register|tickets?|early[- ]bird|webinar|join us|last chance|meet us|see you at|call for|sign up|workshop)\b",
    r"\b(?:bootcamp|save your seat)\b|\b(?:days?|hours?|weeks?) (?:left|to go)\b|\b(?:your|super|saver) pass(?:es)?\b",
    r"\bsave (?:up to )?[$€£]\s?\d+.{0,40}\b(?:pass|ticket)|\bsummit\b.{0,40}\b(?:agenda|speakers|registration)\b",
    "报名|早鸟|预告|邀请函|诚邀|邀您|直播预约|门票|倒计时|征稿|购票|沙龙|公开课|训练营",
)
_EVENT = _any(
    r"\bregister (?:now|today|here|by|early|for|at|online)\b|\bregistration (?:is |now )?(?:open|closes|ends|fee)",
    r"\btickets? (?:are|on sale|now|start|from|price|cost)",
    r"\b(?:get|buy|book|grab) (?:your |a )?(?:tickets?|pass(?:es)?)\b",
    r"\bearly[- ]bird\b|\b(?:save|reserve|book) your (?:seat|spot|place)|\brsvp\b|\b(?:seats|places) are limited\b",
    r"\bsign up (?:now|today|here|for (?:our|the|this)(?: free)? (?:webinar|event|workshop|course|summit))",
    r"\bjoin us (?:for|on|at|in)\b|\blast chance to\b",
    r"\b(?:days?|hours?) left to\b|\bexhibit(?:or)? (?:at|table|space)\b",
    r"\bcall for (?:papers|speakers|applications)\b|\bapply (?:now|by|today|here|to speak)\b|\bwebinar\b|\bbootcamp\b",
    r"\b(?:keynotes?|speakers|workshops|networking|sessions|agenda|venue)\b",
    "立即报名|报名(?:链接|入口|通道|方式|截止|开启|火热|即将|中|费)",
    "扫码报名|免费报名|早鸟|购票|席位有限|名额有限|活动预告",
    "参会(?:方式|指南|报名)|诚邀|邀您|邀请您|征稿|直播预告|预约直播|限时抢票|主讲嘉宾|活动时间|活动地点|日程|议程",
)
_JOB_TITLE = _any(
    r"\bhiring\b|\bjob (?:opening|posting|offer)\b|\bvacanc(?:y|ies)\b|\bcareers? at\b|\bjoin our team\b|^\s*wanted:",
    r"\b(?:engineer|developer|manager|analyst|editor|scientist|researcher|reporter|intern|fellow)\b[^.]{0,40}"
    r"\((?:remote|full[- ]time|part[- ]time|m/f|f/m|all genders|contract)",
    "招聘|诚聘|招人|内推|急聘|招募",
)
_JOB = _any(
    r"\bwe(?:'re| are) (?:now )?(?:hiring|looking for (?:an? )?)|\bopen positions?\b|\bjob description\b",
    r"\bapply (?:now|by|today|here|via|at|to this|through)\b|\b(?:cv|r[eé]sum[eé]|cover letter)\b|\bfull[- ]time\b",
    r"\bsalary (?:range|of|band)\b|\bresponsibilities\b|\bqualifications\b|\brequirements\b|\byears of experience\b",
    r"\bequal opportunity employer\b|\bbenefits include\b",
    r"\byou will (?:work|report|lead|join|be)\b|\breports? to the\b",
    "岗位职责|任职要求|任职资格|职位描述|薪资(?:范围|待遇)|投递",
    "简历(?:投递|发送|请发)|社招|校招|五险一金|工作地点|职责",
)
_LIST_TITLE = _any(
    r"^(?:the |our |my |these |here are (?:the )?|\W)*\d{1,3}\+? (?:[\w’'&/+-]+ ){0,4}?"
    r"(?:best|top|must|essential|coolest|smartest|tools|apps|gadgets|tips|tricks|hacks|prompts|books|courses|extensions"
    r"|websites|gifts|ideas|alternatives|movies|games|laptops",
    r"phones|headphones|plugins|podcasts|newsletters|chatbots)\b",
    r"^(?:the )?(?:\d{1,3} )?(?:very )?best [^:|]{3,60}\b(?:of|for|in) (?:20\d\d|every|your|all)\b",
    r"^(?:the )?\d{1,3} best\b",
    r"^(?:the )?best [\w' -]{3,60}(?:,| -| –|:| \().{0,40}(?:tested|reviewed|ranked|picks|right now|20\d\d)",
    r"\b(?:gift|buying|buyer's) guide\b|\bour (?:favou?rite|top) picks\b",
    r"\bbest\b[^.]{3,60}\b(?:we(?:'ve| have)? tested|ranked)\b",
    r"(?:\d{1,3}|[三四五六七八九十]+)\s?(?:款|个|种|大|条|招|部"
    r"|本|件)[^，。：:、]{0,12}(?:神器|好物|必备|秘诀|好用|宝藏|值得)",
    r"(?:\d{1,3}|[三四五六七八九十]+)\s?(?:款|个|种|条"
    r"|招)[^，。：:、]{0,10}(?:技巧|小技巧|推荐|工具推荐|应用推荐|软件推荐)",
    r"好物推荐|选购指南|购买指南|避坑指南|必买清单|购物清单|^盘点\s?\d",
    r"(?:工具|软件|应用|好物|神器)(?:大)?(?:合集|盘点|推荐)",
)
_SOFT_LIST_TITLE = _any(
    r"\b\d{1,2} (?:[\w’'-]+ ){0,3}(?:ways|things|reasons|lessons"
    r"|mistakes|signs|examples|skills|features|facts|steps|tools)\b",
    r"\btop \d{1,2}\b(?!\s?(?:%|percent))",
    "(?:[0-9]{1,2}|[三四五六七八九十])\\s?(?:个|种|大|条|招|款)(?:理由|方法|方式|步骤|技巧|工具|原因|建议|应用)|盘点",
)
_LIST_NEWS = _any(
    r"\b(?:launch|releas|unveil|announc|introduc|sue[sd]?\b|rais"
    r"|ban[sn]|billion|million|percent|arrest|kill|layoff|cuts?\b)",
    "发布|推出|融资|宣布|起诉|裁员|亿|通报|公布|上市|实测",
)
_NUMBERED = re.compile(
    r"(?m)^\s*(?:#{1,4}\s*)?(?:\d{1,2}\s?[.):、．]|no\.\s?\d|第[一二三四五六七八九十]{1,2}[款个名、]"
    r"|[一二三四五六七八九十]{1,2}[、.．]|[①-⑳])\s*\S"
)
_MORE = _any(
    r"\b(?:read (?:more|on|the (?:rest|full|whole))|(?:continue"
    r"|keep) reading|click (?:here|through)|learn more|see more)"
    r"[^.\n]{0,60}[.…\s»>\])]*$",
    r"\b(?:subscribe|sign (?:in|up)|log in|upgrade|join)(?: now"
    r"| today| here| free)?(?: to| for)\b[^.\n]{0,60}[.…!\s]*$",
    r"\b(?:subscribe|sign (?:in|up)|log in)(?: now| today| here)?[.…!\s]*$|\bto continue(?: reading)?[.…!\s]*$",
    r"\b(?:full (?:story|article|text)|members[- ]only"
    r"|(?:paid )?subscribers(?: only)?|free trial|behind the paywall)[.…!\s]*$",
    r"(?:阅读|查看|点击)(?:全文|原文|更多|详情|此处|链接|阅读)[^。\n]{0,20}[。….！\s>»]*$",
    r"继续阅读[。….\s]*$|未完待续[。….）\s]*$",
    r"(?:订阅|登录|登入|会员|付费|扫码)[^。\n]{0,14}(?:全文|阅读|查看|解锁|观看|继续)[^。\n]{0,10}[。….！\s]*$",
    r"展开全文\s*$|订阅[。….！\s]*$",
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$",
)
_CALLS_ALONE = 6
_DISCOUNTS_ALONE = 3


def sponsored(article: Article) -> str:
    """Return the label or statement that says somebody paid for this."""
    if _LABEL.search(article.section):
        return f"section {article.section!r}"
    for author in article.authors:
        if _LABEL.search(author):
            return f"author {author!r}"
    found = _TITLE_LABEL.search(article.title) or _AD_PATH.search(article.url)
    found = found or _STATED.search(article.text[:400]) or _STATED.search(article.text[-400:])
    return f"says {found[0].strip()!r}" if found else ""


def deals(article: Article) -> str:
    """Return the discount that the page sells: shopping words in the title, a price, and a shop."""
    title, text = article.title, article.text
    price = _PRICE.search(title) or _PRICE.search(text)
    if not price:
        return ""
    cut = _DISCOUNT.search(title) or _DISCOUNT_ZH.search(title)
    if cut and (_SHOP.search(text) or _SHOP.search(title)):
        return f"{cut[0].strip()!r} in the title, priced at {price[0].strip()!r}"
    cuts = len(_DISCOUNT.findall(text)) + len(_DISCOUNT_ZH.findall(text))
    dense = count_words(text) < 120 * cuts
    if cuts >= _DISCOUNTS_ALONE and dense and len(_SHOP.findall(text)) >= _DISCOUNTS_ALONE:
        return f"{cuts} discounts in the text, the first price {price[0].strip()!r}"
    return ""


def job_or_event_ad(article: Article) -> str:
    """Return what invites to apply or to come: an invitation in the title and more of it in the text."""
    for title_rule, text_rule, needed in ((_JOB_TITLE, _JOB, 3), (_EVENT_TITLE, _EVENT, 2)):
        named = title_rule.search(article.title)
        calls = sorted({match[0].lower() for match in text_rule.finditer(article.text)})
        if named and len(calls) >= needed:
            return f"{named[0].strip()!r} in the title, then " + ", ".join(map(repr, calls[:3]))
        if len(calls) >= _CALLS_ALONE and count_words(article.text) < 60 * len(calls):
            return "calls such as " + ", ".join(map(repr, calls[:3]))
    return ""


def listicle(article: Article) -> str:
    """Return what makes it a list of products or tips: its title, with many numbered items where that is vague."""
    if _LIST_NEWS.search(article.title):
        return ""
    items = len(_NUMBERED.findall(article.text))
    named = _LIST_TITLE.search(article.title)
    if not named and items >= 4:
        named = _SOFT_LIST_TITLE.search(article.title)
    if not named:
        return ""
    return f"{named[0].strip()!r} in the title" + (f", {items} numbered items" if items >= 3 else "")


def teaser(article: Article, *, words: int) -> str:
    """Return the call to read on that ends a stub of fewer than `words` words."""
    length = count_words(article.text)
    found = _MORE.search(article.text.rstrip()[-200:]) if length < words else None
    return f"{length} words, ending in {found[0].strip()[:40]!r}" if found else ""
