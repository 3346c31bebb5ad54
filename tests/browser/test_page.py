"""What a reader sees and does on the page, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.conftest import Opener
from tests.test_viz_page import hostile_network
from tests.viz_networks import Names, generated_network, summit_network
from viz import show

pytestmark = pytest.mark.browser


def box(page: Any) -> dict[str, float]:
    found: dict[str, float] = page.locator("#graph").bounding_box()
    return found


def find(page: Any, wanted: Any) -> tuple[float, float]:
    """A point of the graph where the pointer meets what ``wanted`` says of the tip; looked for as an eye would, by colour."""
    area = box(page)
    candidates = page.evaluate(
        """() => {
            const canvas = document.querySelector("#graph canvas"), box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width;
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data, points = [];
            for (let y = 4; y < canvas.height; y += 5) for (let x = 4; x < canvas.width; x += 5) {
                const at = 4 * (y * canvas.width + x);
                if (data[at + 3] > 200) points.push([x / ratio, y / ratio]);
            }
            return points;
        }"""
    )
    for x, y in candidates[:: max(1, len(candidates) // 1500)]:
        page.mouse.move(area["x"] + x, area["y"] + y)
        tip = page.locator("#tip")
        if tip.is_visible() and re.search(wanted, tip.inner_text()):
            return area["x"] + x, area["y"] + y
    raise AssertionError(f"nothing on the picture says {wanted}")


def test_a_click_on_a_curved_arrow_opens_its_evidence(opened: Opener) -> None:
    page = opened(language="en")
    page.mouse.click(*find(page, r"^China Coast Guard → Philippines"))
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "China Coast Guard → Philippines"
    times = panel.locator(".event time").all_inner_texts()
    assert times == ["2024-04-30", "2024-03-23"]  # newest first
    text = panel.inner_text()
    for part in (
        "The China Coast Guard damaged a patrol vessel of the Philippines.",
        "Pacific Ledger",
        "origin: Ledger Wire",
        "contested",
        "denied",
    ):
        assert part in text
    link = panel.locator("a").first
    assert link.get_attribute("href").startswith("https://nandao.example/")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"
    marks = panel.locator(".report", has_text="damaged").locator("mark")
    assert [(m.get_attribute("class"), m.inner_text()) for m in marks.all()] == [
        ("actor", "China Coast Guard"),
        ("action", "damaged"),
        ("target", "Philippines"),
    ]


def test_a_click_on_an_actor_lists_all_that_it_takes_part_in(opened: Opener) -> None:
    page = opened()
    page.mouse.click(*find(page, r"^岸田文雄 · 人物"))
    assert page.locator("#panel h2").inner_text() == "岸田文雄"
    assert page.locator("#panel .event").count() == 1
    assert page.locator("#panel .report").count() == 4
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").inner_text() == "行为体网络"


def test_everything_is_said_in_the_other_language_at_a_click(opened: Opener) -> None:
    page = opened()
    page.locator("#show-filters").click()
    page.locator("#language").click()
    assert page.locator("html").get_attribute("lang") == "en"
    own = page.evaluate(
        """() => ["header", "#filters", "#legend", "#note", "#time"].map((q) => document.querySelector(q).innerText).join("\\n")"""
    )
    left = re.sub("中文|东海晚报|内海通讯|南島日報", "", own)
    assert not re.search("[\u4e00-\u9fff]", left), left
    assert "United States" in page.locator("#panel").inner_text()


def test_dark_and_light_differ_where_the_eye_looks(opened: Opener) -> None:
    page = opened()
    dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").click()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != dark


def test_hostile_names_titles_and_addresses_are_only_text(opened: Opener) -> None:
    page = opened(hostile_network(), language="en", title="</title><script>alert(2)</script>")
    page.locator("#panel .pairs button").first.click()
    assert page.locator("#panel .report").count() > 0
    assert page.locator("#panel a").count() == 0
    assert page.locator("img").count() == 0
    assert page.title() == "</title><script>alert(2)</script>"
    page.locator("#search").fill("script")
    assert "<script>alert(1)</script>" in page.locator("#found").inner_text()


def test_an_empty_network_says_so(opened: Opener) -> None:
    from kg.model import Network

    page = opened(Network((), ()), language="en")
    assert page.locator("#note").inner_text() == "Nothing passes the filters."


def test_search_finds_an_actor_by_a_name_in_either_script(opened: Opener) -> None:
    page = opened(language="en")
    for name in ("小馬可仕", "小马科斯", "marcos"):
        page.locator("#search").fill(name)
        assert page.locator("#found li").first.inner_text().startswith("Ferdinand Marcos Jr.")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Ferdinand Marcos Jr."


def test_filters_change_what_is_shown_and_reset_brings_it_back(opened: Opener) -> None:
    page = opened(language="en")
    assert "17 actors, 25 events" in page.locator("#note").inner_text()
    page.locator("#show-filters").click()
    page.get_by_label("Verbal cooperation").uncheck()
    page.get_by_label("Material cooperation").uncheck()
    assert "11 events" in page.locator("#note").inner_text()
    page.get_by_label("denied", exact=False).first.uncheck()
    page.locator("#filters select").select_option("state")
    shown = page.locator("#note").inner_text()
    assert "Joe Biden" not in page.locator("#panel").inner_text()
    assert shown != "17 actors, 25 events, 46 reports shown"
    page.locator("#filters").get_by_role("button", name="Reset all").click()
    assert "17 actors, 25 events, 46 reports shown" in page.locator("#note").inner_text()


def test_at_the_level_of_states_people_fold_into_their_state(opened: Opener) -> None:
    page = opened(language="en", level="state")
    page.locator("#show-table").click()
    rows = page.locator("#facts-table tbody tr").all_inner_texts()
    assert any(row.startswith("Japan\tUnited States\tCooperation") for row in rows)
    assert not any("Kishida" in row or "Coast Guard" in row for row in rows)
    assert any(row.startswith("China\tPhilippines\tConflict") for row in rows)


def test_a_drag_over_the_timeline_chooses_days(opened: Opener) -> None:
    page = opened(language="en")
    area = page.locator("#time svg").bounding_box()
    y = area["y"] + 20
    page.mouse.move(area["x"] + area["width"] * 0.2, y)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.35, y, steps=6)
    page.mouse.up()
    page.wait_for_selector("#time .brush")
    since, until = re.findall(r"\d{4}-\d\d-\d\d", page.locator("#time .line").inner_text())
    assert "2024-03-23" < since < "2024-04-11" < until < "2024-04-26"
    events = re.search(r"(\d+) events", page.locator("#note").inner_text())
    assert events is not None
    assert 0 < int(events[1]) < 25
    page.get_by_role("button", name="All dates").click()
    assert "25 events" in page.locator("#note").inner_text()


def test_an_address_reproduces_the_view(opened: Opener) -> None:
    page = opened()
    page.locator("#language").click()
    page.mouse.click(*find(page, r"^China Coast Guard → Philippines"))
    page.locator("#show-filters").click()
    page.locator("#filters select").select_option("body")
    page.get_by_label("planned", exact=False).first.uncheck()
    page.locator("#theme").click()
    address = page.evaluate("location.hash")
    again = opened(address=address)
    assert again.locator("#panel h2").inner_text() == "China Coast Guard → Philippines"
    for part in ("#note", "#panel"):
        assert again.locator(part).inner_text() == page.locator(part).inner_text()
    assert again.evaluate("document.documentElement.dataset.theme") == page.evaluate("document.documentElement.dataset.theme")


@pytest.mark.parametrize(
    "address", ["#actors=%E0%A4%A&top=abc", "#selected=<script>,x&level=nonsense&since=2024-13", "#event=__proto__&__proto__=1"]
)
def test_a_mangled_address_opens_the_page_as_it_is(opened: Opener, address: str) -> None:
    assert "46 reports shown" in opened(address=address, language="en").locator("#note").inner_text()


def test_a_meeting_has_a_card(opened: Opener) -> None:
    page = opened(language="en", summit="2024-04-11")
    card = page.locator("#panel").inner_text()
    for part in ("summit: Japan, Philippines, United States", "planned, then held", "2024-04-11", "Pacific Ledger", "Agreed the same days"):
        assert part in card
    assert "3 actors, 1 event, 5 reports" in page.locator("#note").inner_text()


def test_a_page_that_opens_as_a_table_draws_the_picture_when_asked(opened: Opener) -> None:
    page = opened(address="#table=1")
    page.locator("#show-table").click()
    find(page, r"^日本 · 国家")


def test_keys_reach_actors_and_evidence(opened: Opener) -> None:
    page = opened(language="en")
    page.locator("#graph").focus()
    page.keyboard.press("n")
    first = page.locator("#panel h2").inner_text()
    page.keyboard.press("n")
    assert page.locator("#panel h2").inner_text() != first
    page.keyboard.press("p")
    assert page.locator("#panel h2").inner_text() == first
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"


def test_an_expanded_state_shows_its_people(opened: Opener) -> None:
    page = opened(language="en", level="state", address="#selected=JPN")
    assert "Kishida" not in page.locator("#panel .pairs").first.inner_text()
    before = page.locator("#note").inner_text()
    page.get_by_role("button", name="Show its people and bodies").click()
    assert page.locator("#note").inner_text() != before
    page.locator("#show-table").click()
    rows = page.locator("#facts-table tbody tr").all_inner_texts()
    assert any(row.startswith("Fumio Kishida\tUnited States") or row.startswith("United States\tFumio Kishida") for row in rows)


def test_between_leaves_only_what_passes_between_the_chosen(opened: Opener) -> None:
    page = opened(language="en", between=("Japan", "Philippines"))
    assert "2 actors" in page.locator("#note").inner_text()
    page.locator("#show-table").click()
    assert {tuple(row.split("\t")[:2]) for row in page.locator("#facts-table tbody tr").all_inner_texts()} == {("Japan", "Philippines")}
    page.get_by_role("button", name="Close: Philippines")  # hidden with the picture
    page.locator("#show-table").click()
    page.get_by_role("button", name="Close: Philippines").click()
    assert "2 actors" not in page.locator("#note").inner_text()


def test_playing_moves_the_chosen_days_and_stops(opened: Opener) -> None:
    page = opened(language="en")
    page.locator("#play").click()
    page.wait_for_selector("#time .brush")
    first = page.locator("#time .line span").inner_text()
    page.wait_for_function("(first) => document.querySelector('#time .line span').innerText !== first", arg=first)
    page.locator("#play").click()
    stopped = page.locator("#time .line span").inner_text()
    page.wait_for_timeout(500)
    assert page.locator("#time .line span").inner_text() == stopped


def test_a_report_can_be_copied_as_a_citation(opened: Opener) -> None:
    page = opened(language="en", address="#selected=CHN-coast-guard%2CPHL%2Cconflict")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })")
    report = page.locator("#panel .report", has_text="damaged a patrol vessel")
    report.hover()
    report.get_by_role("button", name="Copy as citation").click()
    assert page.evaluate("window.copied").startswith("Pacific Ledger, “The China Coas”, 2024-05-01: “The China Coast Guard damaged")


def test_the_default_view_says_what_it_leaves_out(opened: Opener) -> None:
    page = opened(generated_network(200, 2000), language="en")
    assert "150 actors" in page.locator("#note").inner_text()
    assert "50 weaker than the strongest 150 left out" in page.locator("#note").inner_text()


def test_a_phone_shows_picture_and_evidence_without_sideways_scrolling(opened: Opener) -> None:
    page = opened(width=390, height=800, ratio=2)
    overlay, graph = page.locator("#overlay").bounding_box(), box(page)
    assert all(abs(overlay[side] - graph[side]) < 1 for side in graph)  # names lie on their actors on fine screens too
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert box(page)["height"] > 200
    page.locator("#panel .pairs button").first.click()
    assert page.locator("#panel .event").count() > 0


def test_a_notebook_shows_the_page_in_a_cell(browser: Any) -> None:
    shown = show(summit_network(), vocabulary=Names(), language="en", height=500)
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("console", lambda m: errors.append(m.text))
    page.set_content(f"<p>cell</p>{shown._repr_html_()}")
    frame = page.frame_locator("iframe")
    frame.locator("#panel .pairs button").first.click()
    assert frame.locator("#panel .event").count() > 0
    frame.locator("#language").click()
    assert frame.locator("#show-filters").inner_text() == "筛选"
    assert errors == []
    page.close()
