"""The words of the pages that only the server has, in English and Chinese."""

from __future__ import annotations

from collections.abc import Callable

from byline.app.journal import RunState

Word = Callable[[str], str]

WORDS: dict[str, tuple[str, str]] = {
    "every_article": ("Search every article that was read", "搜索所有已读文章"),
    "all_words": (
        "All words must occur, in English or Chinese. Results change while you type.",
        "须包含全部词语，中英文均可。输入时结果随之更新。",
    ),
    "order": ("Order:", "排序："),
    "best": ("best first", "相关优先"),
    "new": ("newest first", "最新优先"),
    "nothing": ("Nothing found.", "没有找到。"),
    "more": ("More results", "更多结果"),
    "story": ("the story", "所属报道"),
    "health": ("Health of the newsroom", "编辑部状态"),
    "run": ("Run", "运行"),
    "feeds": ("Feeds", "订阅源"),
    "source": ("Source", "来源"),
    "state": ("State", "状态"),
    "success": ("Last success", "上次成功"),
    "entry": ("Last new entry", "上次有新内容"),
    "next": ("Next poll", "下次读取"),
    "never": ("never", "从未"),
    "now": ("now", "现在"),
    "state.good": ("good", "正常"),
    "state.failing": ("failing", "失败"),
    "state.silent": ("silent", "沉默"),
    "state.waiting": ("waiting", "等待"),
    "no_feeds": ("There are no feeds yet: byline feeds add ADDRESS", "还没有订阅源：byline feeds add ADDRESS"),
    "fresh": ("A new edition is there: read it.", "新一期已出：阅读。"),
    "no_page": ("There is no such page", "没有这个页面"),
    "no_answer": ("That could not be answered", "无法回答"),
    "no_edition": ("There is no edition yet.", "还没有任何一期。"),
    "no_edition_help": ("Type byline run, or send POST /api/v1/run.", "请运行 byline run，或发送 POST /api/v1/run。"),
    "run.none": ("No run was recorded yet.", "尚无运行记录。"),
    "run.running": ("Running", "正在运行"),
    "run.done": ("The last run ended well.", "上次运行顺利完成。"),
    "run.stopped": ("The last run was stopped; the next one goes on from there.", "上次运行被中止；下次从中断处继续。"),
    "run.failed": ("The last run failed.", "上次运行失败。"),
    "stage.poll": ("reading feeds", "读取订阅源"),
    "stage.extract": ("reading pages", "读取页面"),
    "stage.screen": ("screening", "筛选"),
    "stage.embed": ("embedding", "计算向量"),
    "stage.cluster": ("finding stories", "归并报道"),
    "stage.rank": ("ranking", "排序"),
    "stage.summarise": ("summarising and checking", "撰写与核查"),
    "stage.publish": ("publishing", "发布"),
}


def word_in(language: str) -> Word:
    """Return what gives the words of a language ("zh..." or English); an unknown name comes back as it is."""
    place = 1 if language.startswith("zh") else 0
    return lambda name: WORDS[name][place] if name in WORDS else name


def run_line(state: RunState, word: Word) -> str:
    """Return in one line how far a run is, or how the last one ended."""
    if state.state != "running":
        return " ".join(filter(None, (word(f"run.{state.state}"), state.words)))
    stage = f"stage.{state.stage}"
    said = word(stage) if state.stage else ""
    said = state.stage if said == stage else said
    count = f"{state.done} / {state.total}" if state.total else ""
    return f"{word('run.running')}: {' '.join(filter(None, (said, count)))}"
