"""The annotation page as somebody uses it: keys, mouse, both languages, and text that is up to no good."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.annotate import open_session, serve
from kg.errors import KgError
from kg.evaluate import read_gold
from tests.browser.test_access import axe, findings

__all__ = ["axe"]  # a fixture of that module
pytestmark = pytest.mark.browser
PLAIN = "<p>日本首相访问美国。</p><p>法国谴责了袭击😀，𠮷田会见韩国外长。</p><p>山谷里下着小雨。</p>"
HOSTILE = (
    "<p>&lt;img src=x onerror=alert(1)&gt;日本首相访问美国&lt;script&gt;alert(2)&lt;/script&gt;。</p>"
    "<p>&lt;a href='javascript:alert(3)'&gt;法国谴责俄罗斯。</p>"
)
TITLE = "&lt;/title&gt;&lt;script&gt;alert(4)&lt;/script&gt;&lt;img src=//evil.example/x&gt;"
SECOND = "<p>德國總理與波蘭總理通電話。</p>"


def row(name: str, title: str, content: str, lang: str = "zh-Hans") -> dict[str, str]:
    return {"id": name, "title": title, "published": "2024-03-25", "lang": lang, "url": "https://press.example/" + name, "content": content}


def failing(error: KgError) -> None:
    raise error


Start = Callable[..., Any]


@pytest.fixture
def started(browser: Any, tmp_path: Path) -> Iterator[Start]:
    """Serve articles and open the page; requests elsewhere, messages of the console and dialogs fail the test at its end."""
    complaints: list[str] = []
    closing: list[Any] = []

    def start(*rows: dict[str, str], locale: str = "en-GB", order: str = "given", colours: str = "light", expected: str = "") -> Any:
        news = tmp_path / "news.jsonl"
        news.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        session = open_session([str(news)], gold=tmp_path / "my.gold.jsonl", order=order, jobs=1, failures=failing)
        serving = serve(session)
        url = serving.__enter__()
        context = browser.new_context(viewport={"width": 1200, "height": 900}, locale=locale, color_scheme=colours)
        closing.extend([lambda: serving.__exit__(None, None, None), context.close])
        page = context.new_page()
        page.set_default_timeout(15000)
        own = url.split("#")[0]
        page.on("request", lambda r: complaints.append(f"request: {r.url[:200]}") if not r.url.startswith(own) else None)
        page.on("console", lambda m: complaints.append(f"console: {m.text}") if not (expected and expected in m.text) else None)
        page.on("pageerror", lambda e: complaints.append(f"error: {e}"))
        page.on("dialog", lambda d: (complaints.append(f"dialog: {d.message}"), d.dismiss()))
        page.goto(url)
        page.wait_for_selector("html[data-drawn]")
        return page

    yield start
    for close in reversed(closing):
        close()
    assert complaints == []


def select(page: Any, sentence: int, words: str) -> None:
    """Select words of a sentence as the mouse would."""
    page.evaluate(
        """([s, words]) => {
          const walker = document.createTreeWalker(document.querySelector(`[data-sentence="${s}"]`), NodeFilter.SHOW_TEXT);
          const nodes = [];
          for (let n = walker.nextNode(); n; n = walker.nextNode()) nodes.push(n);
          const whole = nodes.map((n) => n.data).join("");
          const at = (unit) => {
            for (const n of nodes) { if (unit <= n.data.length) return [n, unit]; unit -= n.data.length; }
          };
          const start = whole.indexOf(words);
          if (start < 0) throw new Error(`no ${words} in ${whole}`);
          getSelection().setBaseAndExtent(...at(start), ...at(start + words.length));
        }""",
        [sentence, words],
    )


def saved(folder: Path) -> dict[str, Any]:
    lines = (folder / "my.gold.jsonl").read_text(encoding="utf-8").splitlines()
    return {r["id"]: r["events"] for r in map(json.loads, lines)}


def decide_all(page: Any, key: str) -> None:
    for _ in range(page.locator(".event.open").count()):
        page.locator(".event.open").first.click(position={"x": 8, "y": 8})
        page.keyboard.press(key)


def test_accepting_by_key_saves_the_suggestion_and_goes_on(started: Start, tmp_path: Path) -> None:
    page = started(row("one", "第一篇", PLAIN), row("two", "第二篇", SECOND, "zh-Hant"))
    assert page.locator("#progress").inner_text() == "0 of 2 articles annotated"
    # the first suggestion is where the keys are
    assert "访问" in page.locator(".event.here .more").inner_text()
    page.keyboard.press("a")
    assert page.locator(".event.in").count() == 1
    decide_all(page, "x")
    page.keyboard.press("s")
    page.wait_for_selector("html[data-drawn='two']")
    assert page.locator("#progress").inner_text() == "1 of 2 articles annotated"
    (event,) = saved(tmp_path)["one"]
    assert (event["trigger"], event["action"], event["sentence"]) == ("访问", "CONSULT", "日本首相访问美国。")
    assert [p["country"] for p in (*event["actors"], *event["targets"])] == ["JPN", "USA"]
    assert set(read_gold(tmp_path / "my.gold.jsonl")) == {"one"}


def test_what_is_undecided_is_not_left_out_unasked(started: Start, tmp_path: Path) -> None:
    page = started(row("one", "第一篇", PLAIN))
    page.keyboard.press("s")
    assert "undecided; save once more" in page.locator("#notice").inner_text()
    assert not (tmp_path / "my.gold.jsonl").exists()
    page.keyboard.press("s")
    page.wait_for_selector("#notice.good")
    assert saved(tmp_path) == {"one": []}
    assert "All articles are annotated" in page.locator("#notice").inner_text()


def test_an_event_is_added_from_selected_words_behind_an_emoji(started: Start, tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    page = started(row("one", "第一篇", PLAIN))
    decide_all(page, "x")
    select(page, 1, "谴责")
    page.keyboard.press("n")
    assert page.locator("[data-field=trigger]").input_value() == "谴责"
    # the words after two characters that JavaScript counts twice
    select(page, 1, "会见")
    page.get_by_role("button", name="Trigger, next part", exact=True).click()
    assert page.locator("[data-field=trigger]").input_value() == "谴责…会见"
    select(page, 1, "𠮷田")
    page.get_by_role("button", name="Source", exact=True).click()
    select(page, 1, "法国")
    page.get_by_role("button", name="Actor", exact=True).click()
    sync_api.expect(page.get_by_label("Actors: Country")).to_have_value("FRA")  # the ontology knows its code
    select(page, 1, "韩国外长")
    page.get_by_role("button", name="Target", exact=True).click()
    page.get_by_label("Targets: Country").fill("韩国")
    page.get_by_label("Action", exact=True).select_option("ACCUSE")
    assert page.locator(".definition").inner_text() != ""
    page.get_by_label("Modality", exact=True).select_option("planned")
    page.get_by_label("Date", exact=True).fill("2024-03-25")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".event.in")
    # both parts are marked, each on its own characters
    assert page.locator('[data-sentence="1"] mark.in').all_inner_texts() == ["谴责", "会见"]
    page.keyboard.press("s")
    page.wait_for_selector("#notice.good")
    assert saved(tmp_path)["one"] == [
        {
            "s": 1,
            "actors": [{"label": "法国", "country": "FRA"}],
            "action": "ACCUSE",
            "targets": [{"label": "韩国外长", "country": "KOR"}],
            "date": {"start": "2024-03-25", "end": "2024-03-25"},
            "modality": "planned",
            "sources": ["𠮷田"],
            "trigger": "谴责…会见",
            "sentence": "法国谴责了袭击😀，𠮷田会见韩国外长。",
        }
    ]


def test_a_country_that_was_written_is_not_overwritten_by_a_late_answer(started: Start) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    page = started(row("one", "第一篇", PLAIN))
    held: list[Any] = []
    page.route("**/api/country*", lambda route: held.append(route))
    decide_all(page, "x")
    select(page, 1, "谴责")
    page.keyboard.press("n")
    select(page, 1, "法国")
    with page.expect_request("**/api/country*"):
        page.get_by_role("button", name="Actor", exact=True).click()
    page.get_by_label("Actors: Country").fill("DEU")
    with page.expect_response("**/api/country*"):
        held[0].continue_()
    page.wait_for_timeout(200)
    sync_api.expect(page.get_by_label("Actors: Country")).to_have_value("DEU")


def test_a_form_says_what_is_wrong_and_keeps_what_was_written(started: Start) -> None:
    page = started(row("one", "第一篇", PLAIN))
    page.keyboard.press("e")
    problem = page.locator("form .problem")
    for label, value, said in (
        ("Trigger", "没有", "does not stand in the sentence"),
        ("Trigger", "", "Give the words"),
        ("Date", "2024-02-30", "Write the day as"),
        ("Actors: Country", "Japanese", "no country code Japanese"),
    ):
        before = page.get_by_label(label, exact=True).input_value()
        page.get_by_label(label, exact=True).fill(value)
        page.keyboard.press("Control+Enter")
        assert said in problem.inner_text(), label
        page.get_by_label(label, exact=True).fill(before)
    # the keys of the page are letters here
    page.get_by_label("Trigger", exact=True).press_sequentially("ax")
    assert page.locator("form.edit").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("form.edit").count() == 0
    assert page.locator(".event.here.open").count() == 1


def test_hostile_text_is_shown_and_never_run(started: Start, tmp_path: Path) -> None:
    page = started(row("one", TITLE, HOSTILE), row("two", TITLE, SECOND))
    shown = "</title><script>alert(4)</script><img src=//evil.example/x>"
    assert page.locator("#article h2").inner_text() == shown
    assert "<img src=x onerror=alert(1)>" in page.locator('[data-sentence="0"]').inner_text()
    assert page.locator("#article img, #article script, #article a[href^=javascript]").count() == 0
    page.locator("#show-list").click()
    assert page.locator("#rows .name").all_inner_texts() == [shown, shown]
    page.keyboard.press("Escape")
    select(page, 0, "<img src=x onerror=alert(1)>")
    page.locator('[data-s="0"] .add').click()
    assert page.locator("[data-field=trigger]").input_value() == "<img src=x onerror=alert(1)>"
    select(page, 0, "<img src=x onerror=alert(1)>")
    page.get_by_role("button", name="Actor", exact=True).click()
    page.get_by_label("Action", exact=True).select_option("THREATEN")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".event.in")
    decide_all(page, "x")
    page.keyboard.press("s")
    page.wait_for_selector("html[data-drawn='two']")
    assert saved(tmp_path)["one"][0]["actors"][0]["label"] == "<img src=x onerror=alert(1)>"


def test_the_token_leaves_the_address_and_a_reload_goes_on(started: Start) -> None:
    page = started(row("one", "第一篇", PLAIN))
    assert "#" not in page.url
    page.reload()
    page.wait_for_selector("html[data-drawn='one']")


def test_without_the_token_the_page_says_what_to_open(started: Start, browser: Any) -> None:
    page = started(row("one", "第一篇", PLAIN))
    stranger = browser.new_context(locale="en-GB").new_page()
    stranger.goto(page.url)
    stranger.wait_for_selector("#notice.problem")
    assert "open the whole address" in stranger.locator("#notice").inner_text()
    assert "第一篇" not in stranger.content()
    stranger.context.close()


def test_what_was_decided_stays_while_another_article_is_read(started: Start) -> None:
    page = started(row("one", "第一篇", PLAIN), row("two", "第二篇", SECOND, "zh-Hant"))
    page.keyboard.press("a")
    page.keyboard.press("]")
    page.wait_for_selector("html[data-drawn='two']")
    page.keyboard.press("[")
    page.wait_for_selector("html[data-drawn='one']")
    assert page.locator(".event.in").count() == 1


def test_a_second_window_is_told_that_the_first_has_saved(started: Start, tmp_path: Path) -> None:
    page = started(row("one", "第一篇", PLAIN), expected="409")
    (tmp_path / "my.gold.jsonl").write_text('{"id": "one", "events": []}\n', encoding="utf-8")
    page.keyboard.press("a")
    decide_all(page, "x")
    page.keyboard.press("s")
    page.wait_for_selector("#notice.problem")
    assert "annotated elsewhere" in page.locator("#notice").inner_text()
    assert saved(tmp_path) == {"one": []}
    page.get_by_role("button", name="Open it again").click()
    page.wait_for_selector("#article .badge.saved")


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_page_speaks_the_browsers_language_and_the_other(locale: str, started: Start) -> None:
    page = started(row("two", "第二篇", SECOND, "zh-Hant"), locale=locale)
    said = {"zh-CN": "保存并继续", "en-GB": "Save and go on"}
    (other,) = (text for name, text in said.items() if name != locale)
    assert page.locator("#save").inner_text() == said[locale]
    page.locator("#language").click()
    assert page.locator("#save").inner_text() == other
    page.locator("#show-help").click()
    assert page.locator("#help dt").count() == page.locator("#help dd").count() > 8


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_no_serious_finding_for_those_who_do_not_see(locale: str, colours: str, started: Start, axe: str) -> None:
    page = started(row("one", "第一篇", PLAIN), locale=locale, colours=colours)
    assert findings(page, axe) == []
    page.keyboard.press("a")
    decide_all(page, "x")
    assert page.locator(".event.in").count() == 1 <= page.locator(".event.out").count()
    page.keyboard.press("n")
    assert page.locator("form.edit").count() == 1
    assert findings(page, axe) == []
