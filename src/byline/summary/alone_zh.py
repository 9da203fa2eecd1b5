"""What a Chinese sentence takes for granted: 该公司, 其, 对此, a subject that was named before."""

from __future__ import annotations

import re

from byline.summary.boilerplate import is_boilerplate_zh
from byline.summary.trims import CONNECTIVES_ZH
from byline.text.words import content_words

_LABEL = re.compile(r"^[^，。：“”]{1,12}：")
_SAYS = re.compile(r"(?:说|表示|称|指出|问|道|示|写|认为|介绍|强调)：$")
_TOPIC = re.compile(
    r"^(?:在|从|对|据|按|根据|按照)?(?P<topic>公司|大会|会议|报告|模型|团队|系统|官方|测试|展览|框架|产品|论文|研究|项目|计划|合同|协议|故障"
    r"|原告|被告|声明|公告|通知|文件|作者|文章|记录|数据集|新版本?|新模型|新功能|付费|免费版|专业版|法官|法院|检方|陪审团|活动|现场|赛事|联盟|论坛|峰会|仪式|榜单"
    r"|平台|设备|芯片|机器人|价格|售价|事件|交易|谈判|收购|融资|合作|新公司|总部|协会|方案|草案|规范|规定|法案|代码|数据|读者|参与者|受访者"
    r"|结果|结论|方法|实验|样本|任务|版本|权重|接口|页面|视频|图片|漏洞|所有|整场|整个|两种|两款|两个|三种|三款|三个|四个|第[一二三四五六七八九十]|首[批个次])"
)
_OPENING = re.compile(
    r"^[“「『\"（]*(?:他|她|它|其|这|那|此|该|当时|当天|当日|同日|同期|届时|彼时|随即|即便|两家|对方|据此|可以说|前述|上述|前者|后者"
    r"|两者|二者|双方|如此|这样|那么|对此|为此|于是|由此|因此|所以|而|也|又|还|并|则|同样|当然|总之|首先|其次|第二|第三|最后|再|接着|随后"
    r"|之后|后来|目前来看|换句话说|也就是说|简单来说|我们?|你们?|咱|大家|各位|本|笔者|小编|照例|先|(?:发布|座谈|电话|说明|见面|股东)?会上|会后|会议上|论坛上|活动上|现场[，,]|期间|需要|值得|另据|另有|另一|其余|其他|相关(?!性)|以下|下面"
    r"|上面|下图|上图|如图|换言之|综上|譬如|例如|比如|除此|反之|相比之下|相较之下|不仅如此|与之|在此|自此|至此|就此|从此|个中|有的|有些人|一种是"
    r"|[^，。“]{1,8}则|(?:[^，。“]{1,8})对此(?!前)|官方(?:表示|称|透露|介绍|强调)|一是|二是|三是|一方面|方法[一二三四]|步骤|再者|更重要的是|问题是|原因是|结果是)"
)
_BOTH_SIDES = re.compile(r"双方|两者|二者")
_PAIR = re.compile(r"[与和跟同及、]|双方[^，。]{0,4}(?:人士|代表)")
"""What 双方 needs in front of it: two that are joined."""
_NO_SUBJECT = re.compile(
    r"^(?:(?:已经?|正|正在|曾|仍|将会?|可以|能够?|能|应该?|必须|不再|不会|不能|也许|可能)(?=[\u4e00-\u9fff])|表示|指出|认为|强调|提到|透露|宣布|推出(?!的)"
    r"|发布(?![会者方的])|采用(?!的)|支持(?![者方率的])|拥有(?!的)|达到|超过|实现(?!的)|包括|包含|提供(?![商者的])|用于|适合|建议(?!的)|做对|做错|做到|跑了"
    r"|跑出|测得|得到|感觉|觉得|希望|相信|期待|想要|打开|输入|使用(?![者率的])|下载|安装|运行|配置|思考模式|重点|聚焦(?!的)|围绕(?!的)|加快|推进|高效|加强|大力|优化(?!的)|提升(?!的)|打造(?!的)|构建(?!的)|培育(?!的)|鼓励(?!的)|完善(?!的)|开展|深化|推动|健全|强化|落实|适用于|主打|搭载|内置|配备|售价为?\d)"
)
_NOT_VERBS = re.compile(r"^(?:将军|将来|能源|能力|能量|能耗|能效|可能性|正版|正品|正式|正规|曾国|仍然是)")
_COMMENT = re.compile(
    r"^(?:没错|是的|好在|可惜|遗憾的是|不得不说|说白了|想象|试想|众所周知|不难|毫无疑问|显然|其实|说实话|老实说|坦率地说|简而言之|一句话|看来|看起来"
    r"|有意思的是|有趣的是|令人|让人|难怪|事实证明|假如你|如果你)|值得一提|不得不提|敬请|如下[：。]?$|详见|见下|点此|[！!]$|^作为参考"
    r"|^[^，。]{0,18}[“\"]?(?:拒绝|不予)(?:置评|评论)[”\"]?。?$"
    r"|^[^，。]{0,18}(?:暂未|尚未|未)(?:对此)?(?:作出)?(?:回应|置评)。?$"
)
_CONNECTIVE = re.compile(rf"^[“「『]*(?:{CONNECTIVES_ZH}|对此|与此同时)")
_THAT = "(?<![应活])该(?![有不怎如是])"
_THAT_THING = re.compile(
    rf"{_THAT}[\u4e00-\u9fff]{{0,2}}?(?P<noun>岗位|职位|事件|消息|诉讼|案件|报告|文件|法案|活动|会议|计划|协议|交易|合作|决定|举措|问题|漏洞|视频|帖子|言论|政策|规定|项目|机(?=预计|将|搭载|采用|型))"
)
""" "OpenAI 表示，衡量该岗位": a name in front does not tell which post."""
_OF_THAT_THING = re.compile(
    rf"(?<=[\u4e00-\u9fff]){_THAT}(?P<kind>[\u4e00-\u9fff]{{0,5}}?)(?P<noun>设施|模型|系统|产品|平台|应用|工具|技术|方案|版本|芯片|设备|机构|框架|算法|功能|服务"
    r"|论文|研究|基准|团队|车型|公司)"
)
""" "将负责该模型的运营", behind a verb: what is meant must have been named; "OpenAI 发布 GPT-5，该模型" names it."""
_SAYS_THIS = re.compile(r"(?:表示|称|认为|指出|强调|透露|说)[，：,:]?这(?:是|将|意味|也|一)")
""" "京东表示，这是首个协议": what was told before."""
_DANGLING = re.compile(rf"(?:^|[，。；：]|q )(?:他|她|它|其(?![中他余实次])|{_THAT})")
_BEHIND_ADVERBIAL = re.compile(
    rf"^(?:通过|在|作为|对于|由于|随着|为了|根据|面对|经过|凭借)[^，A-Za-z《]*，(?:其(?![中他余实次])|他|她|它|{_THAT})"
)
_POINTING = re.compile(
    rf"这(?:一|项|些|种|个|家|款|次|类|笔|场|份|名|位|批|段|番|部|条|座|套|起|轮|幅|张)|{_THAT}|此(?:举|次|类|番)|(?:上|前)述|那(?:些|个|种)"
)
_LEAD_IN = re.compile(
    r"^(?:(?:今年|去年|明年|上周|本周|上月|本月|今年早些|去年底)[^，]{0,6}|[^，：]{2,8}(?:注意到|获悉|了解到)|[^，：]{0,8}(?:资料|数据|信息|消息|传闻|报道|调查|报告|文件|公告)(?:进一步)?(?:显示|称|指出|表明|披露)|据[^，]{0,20}(?:报道|消息|介绍|了解|透露|称|悉|网|社|新闻|财经|证券)"
    r"|[^，]{0,8}(?:人士|分析师|专家|消息人士|官方|媒体|业内)(?:表示|透露|称|指出|认为)|近日|日前|目前(?!来看)|今日|今天|昨日|昨天|同时|此前|此外|当地时间[^，]{0,12}"
    r"|(?:20)?\d\d ?年[^，]{0,6}"
    r"|\d{1,2} ?月 ?\d{1,2} ?日)[，：,:]\s*|^(?:截至)?目前[，,]?\s*(?=公司|该|其|平台|团队|双方)"
)
_FIRST_PERSON = re.compile(r"我们?|咱们?|你们?|您|笔者|小编")
_GLUED = re.compile(r"^[\u4e00-\u9fff]{1,30} [\u4e00-\u9fff]|^[▲△▼●■◆]|^\d{1,2}[、．.]\s?(?=\D)")
"""A heading, a caption or a list's number that ran into the sentence: Chinese is written without spaces."""
_ONE_OF_MORE = re.compile(
    r"(?:^|[：:，,；;。])\s?(?:[一1](?:是|、(?!\d))|第一[，,])(?!.*(?:[二2][是、]|第二[，,]|另一))"
)
""" "推进三项工作：一是规范标注。": the others stand in the sentences behind."""
_UNSAID_SPEAKER = re.compile(r"据(?:预测|统计|估计|测算|预计|估算|分析)[，,显]")
""" "据预测，支出将达 6 万亿美元": nobody knows who predicts."""
_THAT_DAY = re.compile(r"(?<![相应充担适正])当[天日晚](?![地本夜常价真])|(?<![大不共])同[日天](?!而语|本)")
_ANY_TIME = re.compile(
    r"\d ?[日号]|周[一二三四五六日]|星期|[今昨前明]天|[今昨]日|[今昨]晚|节|日前|现场|会上|大会|活动|首日|\d{1,2} ?时|\]"
)
_CUT = re.compile(r"\d\.$")
"""Cut at a decimal point: "通过 OpenHarmony 5."."""
_MIN_NAMED = 4
"""Han characters in front of 该公司 that may hold a name."""


def faults_zh(body: str, told: str) -> list[str]:
    """Return why a Chinese sentence cannot stand alone; `told` is the body with what it quotes taken out."""
    bare = without_lead_in(told)
    reasons = _openings(body, told, bare)
    if is_boilerplate_zh(body):
        reasons.append("boilerplate")
    label = _LABEL.match(body)
    if label and not _SAYS.search(label[0]):
        reasons.append("label")
    if _dangles(bare):
        reasons.append("dangling")
    if _NO_SUBJECT.match(bare) and not _NOT_VERBS.match(bare):
        reasons.append("no_subject")
    if _FIRST_PERSON.search(told):
        reasons.append("first_person")
    that_day = _THAT_DAY.search(told)
    if that_day and not _ANY_TIME.search(told, 0, that_day.start()):
        reasons.append("other_time")
    if _UNSAID_SPEAKER.match(told):
        reasons.append("speakerless")
    if _COMMENT.search(told.strip()):
        reasons.append("comment")
    if _is_fragment(body):
        reasons.append("fragment")
    return reasons


def _openings(body: str, told: str, bare: str) -> list[str]:
    """Return why the first words lean on what was told before, those behind 据悉 and the like too."""
    if _CONNECTIVE.match(body):
        return ["opens_with_connective"]
    if _OPENING.match(told):
        return ["opens_with_reference"]
    behind = bare != told and (_CONNECTIVE.match(bare) or _OPENING.match(bare))
    return ["opens_with_reference"] if behind else []


def _is_fragment(body: str) -> bool:
    """Tell whether a heading or a number was glued to the line, or its end was cut off."""
    cut = body.rstrip("”」』.").endswith(("…", "：", "；", "，", "、")) or body.endswith("...")
    return bool(cut or _GLUED.match(body) or _CUT.search(body) or _ONE_OF_MORE.search(body))


def presumes_zh(told: str) -> tuple[str, ...]:
    """Return the character pairs of a topic that must have been told before: 大会 in 大会将持续到28日."""
    topic = _TOPIC.match(without_lead_in(told))
    return tuple(content_words(topic["topic"])) if topic else ()


def without_lead_in(told: str) -> str:
    """Return the sentence behind 公开资料显示, 近日 and the like: they name nobody."""
    for _round in range(2):
        told = _LEAD_IN.sub("", told, count=1)
    return told


def _dangles(bare: str) -> bool:
    """Tell whether 其, 他 or 该公司 comes before anything it could stand for, or 这一 stands in the first clause."""
    first = re.split(r"[，；：]", bare, maxsplit=1)[0]
    if _POINTING.search(first) or _BEHIND_ADVERBIAL.match(bare):
        return True
    match = _DANGLING.search(bare)
    sides = _BOTH_SIDES.search(bare)
    if sides is not None and _PAIR.search(bare, 0, sides.start()) is None:
        return True
    thing = _THAT_THING.search(bare)
    if thing is not None and thing["noun"] not in bare[: thing.start()]:
        return True
    thing = _OF_THAT_THING.search(bare)
    if (thing is not None and thing["noun"] not in bare[: thing.start()]) or _SAYS_THIS.search(bare):
        return True
    return match is not None and not re.search(
        rf"[A-Za-z]{{2,}}|《|q|[\u4e00-\u9fff]{{{_MIN_NAMED},}}", bare[: match.start()]
    )
