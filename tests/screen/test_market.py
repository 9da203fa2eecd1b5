"""News of a market is told from news of the field by its title."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from byline.records import Article, Dropped, Source
from byline.screen.market import market
from byline.screen.rules import Screener

from .conftest import NOW

Make = Callable[..., Article]


@pytest.mark.parametrize(
    "title",
    [
        "A股三大指数收盘涨跌不一，算力股走强",
        "午评：创业板指半日涨超1% 人工智能硬件股爆发",
        "湖滨光电两连板，涉及人形机器人概念",
        "港城证券：看好大模型带来的投资机会",
        "大行上调湖滨芯片目标价至200美元，看好数据中心",
        "湖滨芯片涨超2%，市值突破3万亿美元",
        "湖滨芯片高管减持30万股股票，人工智能热潮中套现5000万美元",
        "主力资金净流入算力板块超百亿元",
        "Lakeside shares jump 12% on demand for AI chips",
        "AI stocks are cooling as investors wait for Lakeside",
        "Bank lifts its price target for Lakeside on data centers",
        "Nasdaq closes at a record high on artificial intelligence",
        "Should you buy this AI chip maker after its fall?",
    ],
)
def test_a_title_that_only_tells_a_move_is_market(article: Make, title: str) -> None:
    assert "in the title" in market(article(title=title), leading=False)


@pytest.mark.parametrize(
    "title",
    [
        "湖滨智能完成新一轮融资，估值达 90 亿美元",
        "湖滨芯片发布新一代 GPU，股价大涨",
        "湖滨智能在港股挂牌上市，首日涨超 30%",
        "湖滨大模型 API 将涨价 70%",
        "湖滨模型年化收入突破 20 亿，两个月暴涨 50%",
        "法院就员工持股价值作出裁决，涉人工智能公司",
        "早报：湖滨净利润增长；港城发布大模型；两家公司合作研发智能体",
        "Lakeside raises $5B in its IPO, then its stock pops 108%",
        "Lakeside shares drop as it launches an AI browser",
        "Lakeside pops 68% in Nasdaq debut, pushing its market cap to $95 billion",
        "Harbor Cloud reports Q1 revenue up 34%, cuts 1,100 jobs to become agentic",
        "Workflows are the biggest upgrade to the coding agent yet",
        "The share of entry-level jobs fell as companies adopted AI",
    ],
)
def test_a_product_a_deal_or_a_financing_makes_it_news(article: Make, title: str) -> None:
    assert market(article(title=title, text=""), leading=False) == ""


def test_results_are_news_where_the_field_is_about_the_company(article: Make) -> None:
    given = article(title="Lakeside reports Q1 revenue up 40% on AI servers")
    assert market(given, leading=False) == "results of a listed company: 'Q1 revenue'"
    assert market(given, leading=True) == ""


def test_a_first_is_news_where_the_field_is_about_the_company(article: Make) -> None:
    given = article(title="湖滨芯片市值突破4万亿美元，全球首家")
    assert market(given, leading=True) == ""
    assert market(given, leading=False)


def test_a_listed_companys_notice_is_market(article: Make) -> None:
    text = "湖滨股份公告称，控股子公司签订机器人销售框架合同，对业绩的影响存在不确定性。"
    assert market(article(title="湖滨股份：签订机器人销售框架合同", text=text), leading=False).startswith("a listed")
    assert market(article(title="湖滨实验室：机器人学会了叠衣服", text="实验室公布了录像。"), leading=False) == ""


def test_the_ledger_names_the_rule(screener: Screener, article: Make, press: Source) -> None:
    title = "受人工智能需求推动，港城芯片股价大涨"
    outcome = screener.screen(article(title=title, text=title * 5, language="zh"), press, now=NOW)
    assert isinstance(outcome, Dropped)
    assert outcome.reason == "market"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("The Apollo test set is shown in a museum", "The test set and its annotation stood in a hall for years. " * 4),
        ("A tea house changes its sign", "茶馆更换招牌，菜单上的标注也改了，店里有一个建筑模型。" * 4),
        ("A faster sorting algorithm", "The algorithm and its inference of types were explained at length. " * 4),
    ],
)
def test_words_of_other_fields_are_no_evidence_alone(
    screener: Screener, article: Make, press: Source, title: str, text: str
) -> None:
    outcome = screener.screen(article(title=title, text=text), press, now=NOW)
    assert isinstance(outcome, Dropped)
    assert outcome.reason == "off_topic"


def test_such_a_word_counts_beside_a_name_of_the_field(screener: Screener, article: Make, press: Source) -> None:
    title = "百度宣布成立模型委员会"
    assert not isinstance(
        screener.screen(article(title=title, text="会议在周二举行。" * 10, language="zh"), press, now=NOW), Dropped
    )
