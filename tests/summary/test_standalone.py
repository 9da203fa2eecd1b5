import pytest

from byline.summary.standalone import leans_on, unfit

FIT = [
    "Acme said it would ship the chip.",
    "It is not clear whether Acme will ship the chip.",
    "“We are ready,” said Jane Roe of Acme.",
    "Engineers said they had found the bug.",
    "Two alliances of chip makers were announced on Monday.",
    "Image models by Acme need less memory than before.",
    "SHANGHAI, July 26 (Lakeside Wire) — Acme opened a plant in Lisbon.",
    "The company behind the Orca chip said on Monday that orders had doubled.",
    "The Japanese company Bolt Systems said orders had doubled.",
    "A judge in Porto who heard the case was replaced.",
    "Set up in Porto in 2019, Acme makes chips.",
    "The Royal Alder Centers for Chip Design and Safety on Friday is changing the rules for chips.",
    "Acme recalled chips in Alder on a day of mourning in that country.",
    "Sales at Acme grew now that chips are cheap.",
    "Acme announced today that it will build a plant in Porto.",
    "Orca 2 introduces chips for cars, planes, boats, bikes, trams, trains and more.",
    "Section 230 protects Acme from the claim.",
    "Workers at Acme said the chip was late because of them.",
    "The Orca chip is cheaper, and Bolt will build servers with it.",
    "Most groups of Acme often require more than a single chip.",
    "Given the scale of the changes at Acme, it is unclear what the future brings.",
    "Shares in Acme rose more than 6% in Porto.",
    "Built in Porto, the Orca is sold by Acme.",
    "Acme's sales in Porto rose for a second year.",
    "Powered by the wind of Porto, Acme has sold the Orca for years.",
    "谷歌与Acme签署协议，双方将共享芯片。",
    "Acme宣布新计划，该计划投资10亿元。",
    "阿里巴巴表示，该公司将投资100亿元。",
    "张江一家企业发布新模型，该模型支持中文。",
    "作家起诉Acme侵犯版权，要求赔偿300万元。",
    "将军路上的Acme门店周一开业。",
    "“我们准备好了。”张三说。",
]
UNFIT = [
    ("He said Acme would not ship.", "opens_with_reference"),
    ("That was the end of Acme.", "opens_with_reference"),
    ("Eleven asked for money.", "opens_with_reference"),
    ("The best had 14 per cent of unsupported citations.", "opens_with_reference"),
    ("However, Acme sold five chips.", "opens_with_connective"),
    ("The company said the chip would ship.", "dangling"),
    ("On Friday it launched the R1 robot.", "dangling"),
    ("“We are ready,” she said in Porto.", "dangling"),
    ("The coordinators certified that result.", "dangling"),
    ("Acme bought Bolt on the same day.", "other_time"),
    ("For comparison: the G1 started at 99,000 yuan.", "label"),
    ("We measured the chip at Acme.", "first_person"),
    ("“We are ready.”", "speakerless"),
    ("“We are ready, said Jane Roe of Acme.", "quote_open"),
    ("Fox News, the New York Post, the Daily Mail and Breitbart.", "fragment"),
    ("Read more: Acme wins the case.", "boilerplate"),
    ("An earlier version of this article said 16 systems were tried.", "boilerplate"),
    ("This article was first published by Harbor Ledger.", "boilerplate"),
    ("The post Acme wins appeared first on Harbor Ledger.", "boilerplate"),
    ("The AI firm says investors should not buy the shares.", "dangling"),
    ("The complaint says the chip caught fire in Porto.", "dangling"),
    ("In a move typical of anxious Korean parents, his mother signed the form.", "dangling"),
    ("Huawei makes up for it with numbers.", "dangling"),
    ("Four weeks were too long, two said, when a chip has to be replaced.", "dangling"),
    ("The test took eight minutes here on one card.", "dangling"),
    ("There are some alarming cases buried in there.", "dangling"),
    ("The whole translator runs on the chip inside.", "dangling"),
    ("Three points for people who run models.", "fragment"),
    ("09:40 UTC: a planned change to the name service starts.", "fragment"),
    ("How Acme builds its chips.", "fragment"),
    ("A structured workflow that turns a chip into an assistant.", "fragment"),
    ("Chip-ready JSON via API, webhooks & tables.", "fragment"),
    ("Put an invented word into every test set.", "comment"),
    ("Save 20-40% of the power with the Orca chip.", "comment"),
    ("Maybe the judge prefers one chip on Monday and another on Tuesday.", "comment"),
    ("Imagine a chip that needs no power.", "comment"),
    ("Acme sold a thousand chips in a day!", "comment"),
    ("Acme CLI displayed them as plain text in March.", "dangling"),
    ("As a part of the score, it achieves 40 points.", "dangling"),
    ("Whether that gain holds is a question for Acme.", "dangling"),
    ("At the time, chips by Acme were rare.", "dangling"),
    ("Acme plans a chip, and that's fine.", "dangling"),
    ("Of interest to me was the number of chips by Acme.", "first_person"),
    ("OCR for scanned pages and images.", "fragment"),
    ("Captions and headings without rules.", "fragment"),
    ("Building Better Chips With Less Power Than Ever A Guide for readers is out.", "fragment"),
    ("Aug 4, 2026 Jane Roe will join Acme.", "fragment"),
    ("Plus a heap of fixes came in March.", "comment"),
    ("Below are the messages that Acme sent.", "dangling"),
    ("There is evidence that Acme is preparing for one.", "dangling"),
    ("Orca chip coming in English later this year.", "fragment"),
    ("Overview, Plan, Installation, Training chips, Costs, Distilled chips, Contributing to chips.", "fragment"),
    ("Run several chips in one room, working together.", "comment"),
    ("Somewhere inside that pipeline, a model by Acme is at work.", "dangling"),
    ("Ultimately, it could pave the way for chips by Acme.", "dangling"),
    ("Works in group chats on Acme's servers.", "fragment"),
    ("A study by Acme favours a kernel of size $k=3$ for chips.", "markup"),
    ("To solve this, engineers at Acme built a chip.", "dangling"),
    ("A quick guide to telling chips by Acme apart.", "fragment"),
    ("Designed for chips by Acme and Bolt.", "fragment"),
    ("What a difference a chip by Acme makes.", "comment"),
    ("On today's late episode of Chip Talk, Acme's founder explains the price.", "boilerplate"),
    ("In January the United States put the company on a list of Acme's.", "dangling"),
    ("Generally, that algorithm does well at Acme.", "dangling"),
    ("When integrated with the Orca, it cuts the cost of Acme.", "dangling"),
    ("Trained on the Ferry computer in Porto, the new model marks a milestone.", "dangling"),
    ("Acme's competitive struggles in the market of chips.", "fragment"),
    ("Designed for founders and teams to find posts related to chips, cars, or boats.", "fragment"),
    ("Fixed a legacy sync of Acme writing to the wrong column.", "fragment"),
    ("Tiny menu bar app that keeps the limits of Orca visible and shows when each window resets.", "fragment"),
    ("A fascinating look into networks capable of arithmetic with extreme precision.", "fragment"),
    ("Jane Roe and John Doe, the heads of Acme, on helping people in the age of chips.", "fragment"),
    ("相关回答在发布后被Acme删除。", "opens_with_reference"),
    ("各地社区对此并非全然欢迎Acme。", "opens_with_reference"),
    ("会上正式启动了Acme的芯片基金。", "opens_with_reference"),
    ("知情人士向Acme透露，该发布计划属实。", "dangling"),
    ("今年早些时候，他在法院起诉Acme。", "dangling"),
    ("Acme 表示，衡量该岗位的指标是“阻力”。", "dangling"),
    ("Acme的投资体现了双方的目标。", "dangling"),
    ("At first glance, that looks like a usable chip of Acme.", "dangling"),
    ("Other states can choose to buy the Orca, but that process is slow.", "dangling"),
    ("Along the way, it found a partner in Acme.", "dangling"),
    ("Finding that bug cost Acme a million.", "dangling"),
    ("Two engineers of Acme have leaned into this with a button.", "dangling"),
    ("The plot thickens in the race of Acme.", "comment"),
    ("Expect demos of the Orca by Acme.", "comment"),
    ("27th May 2026 Acme is rumored to sell the Orca.", "fragment"),
    ("A platform emphasizing reliable chips for tasks of Acme.", "fragment"),
    ("Released under a free licence, it delivers scores for Acme.", "dangling"),
    ("Together, the group is starting Acme.", "dangling"),
    ("A few months ago, Codex of Acme displayed them as ordinary text.", "dangling"),
    ("Supports input of 4.5k tokens, enabling layouts like newspapers of Acme.", "fragment"),
    ("The price has stopped predicting the bill of Acme The comparison everyone made was one of prices.", "fragment"),
    ("Training turns the Orca into an agent in four stages: 1.", "fragment"),
    ("The Orca of Acme redefines chips and delivers amazing games.", "praise"),
    ("Bloomberg reports that the company has instituted a rule.", "dangling"),
    ("Highlights Acme's repeated delays in releasing a chip.", "fragment"),
    ("Point, draw, or narrate changes in the browser while agents of Acme edit.", "fragment"),
    ("Coding in real environments, trained and designed for Acme, to work better together.", "fragment"),
    ("New Orca chip powered by Acme Intelligence.", "fragment"),
    ("通过极简的设计，该游戏探讨了人机协作。", "dangling"),
    ("* `chip.py`: runs the chip by Acme.", "markup"),
    ("The cost falls by $100\\times$ at Acme.", "markup"),
    ("Jane Roe Jun 11, 2026 29 min read.", "boilerplate"),
    ("加快智能网联汽车标准研制。", "no_subject"),
    ("IT之家注意到，在此次活动中机器人分拣了包裹。", "dangling"),
    ("**Abstract:** Chips by Acme need less power.", "markup"),
    ("Inside the decisions that make Acme’s 131,000-chip hall work.", "fragment"),
    ("No local copy needed — Acme fetches the files.", "fragment"),
    ("Article 8A declared the answer schema of Acme.", "fragment"),
    ("Jane Mohamed, Acme, Group Product Manager.", "fragment"),
    ("Mohamed Roe, Acme, Group Product Manager.", "fragment"),
    ("A payment method or a prepaid balance (Acme is billed per minute).", "fragment"),
    ("Exploring one of the most overlooked gaps in Acme: getting data into a chip.", "fragment"),
    ("Not affiliated with Acme or Bolt.", "fragment"),
    ("Built by founders who raised money for Acme.", "fragment"),
    ("Ideal for everyday work with the Orca, video is not supported.", "fragment"),
    ("Taken together, they let the Orca see Porto.", "dangling"),
    ("Once enabled, users see the page of Acme.", "dangling"),
    ("Acme brings that domain context to Bolt.", "dangling"),
    ("At Build 2026, the company remains all-in on chips.", "dangling"),
    ("At a glance Today’s services by Acme are concurrent.", "boilerplate"),
    ("Which meant more time to read for Acme.", "fragment"),
    ("—Jane Roe It has been hot in Porto.", "fragment"),
    ("Works via an extension of Acme.", "fragment"),
    ("Run Orca side by side with Bolt.", "fragment"),
    ("Image generated using Orca 4.7 by Acme.", "boilerplate"),
    ("Alongside that improved chip, Acme sells a fan.", "dangling"),
    ("It is meant to promote the Orca of Acme.", "opens_with_reference"),
    ("Run ```acme install``` to get the chip.", "markup"),
    ("Acme is faster than light 🚀 says its maker.", "markup"),
    ("In this episode, Acme's founder explains the chip.", "boilerplate"),
    ("On today's show, Acme's founder joined the president in Porto.", "boilerplate"),
    ("公开资料显示，该公司由Acme拆分而成立。", "dangling"),
    ("根据披露的这一持股价值，张三将成为最大股东。", "dangling"),
    ("思考模式下做对41道题。", "no_subject"),
    ("支持中文和英文两种语言。", "no_subject"),
    ("感觉越更新越好用了。", "no_subject"),
    ("另据接近Acme的人士透露，芯片将涨价。", "opens_with_reference"),
    ("没错，Acme的芯片又涨价了。", "comment"),
    ("Acme的芯片零功耗运行！", "comment"),
    ("张三在台上丢下一句话：.", "fragment"),
    ("代码已经开放，欢迎大家来试。", "boilerplate"),
    ("他说公司会上市。", "opens_with_reference"),
    ("与此同时，价格上涨了三成。", "opens_with_connective"),
    ("“会扶人的才是我要的。”她说。", "dangling"),
    ("责任编辑：张三。", "boilerplate"),
    ("Existing methods suffer from limits that Acme wants to lift.", "dangling"),
    ("While earlier tools were fast, existing approaches miss images of Acme.", "dangling"),
    ("Acme Robotics has changed it since.", "dangling"),
    ("CEO Jane Roe spoke with officials in Porto.", "dangling"),
    ("Orca networks on the other hand have a readable structure.", "dangling"),
    ("Pre-training plays a crucial role in the chips of Acme.", "comment"),
    ("Diffusion models have achieved remarkable success in drawing.", "comment"),
    ("Over 45,000 organizations trust Acme to run their chips.", "boilerplate"),
    ("届时，Acme的芯片也将向其他厂商开放。", "opens_with_reference"),
    ("据晨星网，对此，Acme方面回应不知情。", "opens_with_reference"),
    ("官方表示，芯片已经卖出三万枚。", "opens_with_reference"),
    ("根据租赁协议，Acme将控制该设施内的所有设备。", "dangling"),
    ("Acme已设立子公司，专门负责该多模态大模型的运营。", "dangling"),
    ("Acme表示，这是首个面向工厂的协议。", "dangling"),
    ("张三此番言论正值Acme扩张之际。", "dangling"),
    ("优化骨干网布局，提升传输质量。", "no_subject"),
    ("Acme集团拒绝评论。", "comment"),
    ("▲ 张三张三指出，芯片太贵。", "fragment"),
    ("2、芯片的评委只有一个：Acme的客户。", "fragment"),
    ("Acme已加入联盟，通过 Orca 5.1.", "fragment"),
    ("晨星新聞2026-06-11 09:51:29 張三發佈.", "boilerplate"),
    ("来源丨晨星资本 芯片即将上市。", "boilerplate"),
    ("目前Acme的芯片已来到晨星评测室，请看图赏。", "boilerplate"),
    ("30秒看重點晨星推出芯片。", "boilerplate"),
    ("Acme要求推进三项工作：一是规范标注内容。", "fragment"),
    ("据预测，2026年芯片支出将达6万亿美元。", "speakerless"),
    ("IT网注意到，发布会上，Acme表示芯片功能过多。", "opens_with_reference"),
    ("Landmark ruling on the chips of Acme, which could have large effects.", "fragment"),
    ("A report of Acme on what a council of traders can and cannot do.", "fragment"),
    ("Acme当天发布博文，强调安全。", "other_time"),
    ("Jane Roe, CEO at Acme, discusses the company's latest earnings.", "comment"),
    ("Detecting objects is critical for the robots of Acme.", "comment"),
    ("Chips of Acme have shown strong potential for drawing.", "comment"),
    ("Existing models often read channels of Acme.", "dangling"),
]
FIT_ZH = [
    "Acme 的芯片（Orca）周五上市。",
    "Acme 发布 Orca 2，该模型有十种大小。",
    "Acme 的芯片发布会上，张三介绍了该芯片的用途。",
    "据晨星网报道，Acme 的芯片将于周五上市。",
    "Acme 于 7 月 3 日开会，并在当天发布芯片。",
    "Acme 周五提出两点要求，一是降价，二是增产。",
    "据晨星预测，2026 年芯片支出将达 6 万亿美元。",
    "Acme 最大的挑战之一是芯片成本。",
    "Acme 周五发布 Orca 1、Orca 3 两款芯片。",
    "中国同日本签署芯片协议，Acme 参与其中。",
    "Acme 的芯片价格相当于三年前的两倍，正当日本企业扩产。",
]


@pytest.mark.parametrize("sentence", FIT_ZH)
def test_a_chinese_sentence_that_names_what_it_means_has_no_reason_against_it(sentence: str) -> None:
    assert unfit(sentence, language="zh") == ()


@pytest.mark.parametrize("sentence", FIT)
def test_a_sentence_that_stands_alone_has_no_reason_against_it(sentence: str) -> None:
    assert unfit(sentence, language="en") == ()


@pytest.mark.parametrize(("sentence", "reason"), UNFIT)
def test_a_sentence_that_does_not_says_why(sentence: str, reason: str) -> None:
    assert reason in unfit(sentence, language="en")


def test_a_definite_subject_leans_on_what_was_told() -> None:
    assert "robot" in leans_on("The robot weighs 25 kilograms.")
    assert leans_on("The price of an hour on a rented accelerator fell.") == ()
    assert leans_on("The White House released the plan.") == ()
    assert leans_on("The new model, called Orca, runs on a phone.") == ()
    assert leans_on("The architecture leverages Acme Kafka for its work.") == ("architectur",)
    assert leans_on("The new AI model is being heralded by Acme.") != ()
    assert leans_on("Acme says the new system can scale.") != ()
    assert leans_on("The technology hinges on a design of Acme.") == ("technolog",)
    assert leans_on("The larger case of Acme could take years.") == ()
    assert leans_on("The larger case could take years, Acme said.") != ()
    assert leans_on("The discoveries add to a list of Acme.") == ("discoveri",)
    assert leans_on("The system consumes document data of Acme.") == ("system",)
    assert leans_on("目前公司已与Acme合作。") == ("公司",)
    assert leans_on("联盟由Acme共同发起。") == ("联盟",)
    assert leans_on("Acme says the feature is unavailable in Porto.") == ("featur",)
    assert leans_on("Acme will likely fix the issue soon.") == ("issu",)
    assert leans_on("Acme said the company will cut jobs.") == ()
    assert leans_on("The team reports 92.3 on AIME25.") == ("team",)
    assert leans_on("大会将持续到28日。") == ("大会",)
    assert leans_on("据报道，原告要求赔偿。") == ("原告",)


def test_a_definite_noun_leans_wherever_it_stands_before_a_name() -> None:
    assert "contract" in leans_on("In 51 of the 64 contracts nothing is said about a change.")
    assert "featur" in leans_on("Right now, the feature will only show topics.")
    assert "camper" in leans_on("The campers worked on Problem 6 for two days.")
    assert leans_on("Acme said the campers worked for two days.") == ()
    assert leans_on("Investors put money into the market and the world watched.") == ()
    assert leans_on("Nobody knew the reason for the delay.") == ("delay",)
