// A draft in, the article with its events under their sentences out.

import { itemsOf, spansOf } from "./drafts.js";
import { el } from "./elements.js";
import { pieces } from "./text.js";
import { labelled, word } from "./words.js";

/** Draw a draft into an element. `view`: which sentences are unfolded, which form is open; `act`: what buttons do. */
export function draw(root, draft, view, act, actions) {
  const { article } = draft;
  root.lang = article.lang;
  const paragraphs = [];
  for (const sentence of article.sentences) {
    if (paragraphs.at(-1)?.paragraph !== sentence.paragraph) paragraphs.push({ paragraph: sentence.paragraph, kind: sentence.kind, own: [] });
    paragraphs.at(-1).own.push(drawSentence(draft, sentence, view, act, actions));
  }
  root.replaceChildren(...[
    heading(article),
    draft.items.some((i) => !i.possible) || article.done ? null : el("p", { class: "quiet", text: word("noEvents") }),
    ...paragraphs.map((p) => el("div", { class: `paragraph ${p.kind}` }, ...p.own)),
    lost(draft, act, actions),
  ].filter(Boolean));
}

function heading(article) {
  const facts = [article.outlet, article.published && `${word("published")} ${article.published}`, article.anchor && `${word("anchor")} ${article.anchor}`, article.id];
  const link = /^https?:\/\//.test(article.url ?? "")
    ? el("a", { href: article.url, target: "_blank", rel: "noopener noreferrer", text: word("open") }) : null;
  return el("div", { class: "heading" },
    el("h2", { text: article.title }),
    el("p", { class: "quiet" }, facts.filter(Boolean).join(" · "), link ? " · " : null, link, article.done ? el("span", { class: "badge saved", text: word("doneArticle") }) : null));
}

function drawSentence(draft, sentence, view, act, actions) {
  const items = itemsOf(draft, sentence);
  const spans = items.filter((i) => i.decision !== "out" && (!i.possible || view.unfolded.has(sentence.index)))
    .flatMap((i) => spansOf(i, sentence.text).map(([start, end]) => ({ start, end, item: i })));
  const text = el("p", { class: "text", "data-sentence": sentence.index },
    ...pieces(sentence.text, spans).map((p) => (p.items.length
      ? el("mark", { class: p.items.some((i) => i.decision === "in") ? "in" : "open", text: p.text }) : p.text)));
  const possible = items.filter((i) => i.possible && i.decision === "open");
  const shown = items.filter((i) => !possible.includes(i) || view.unfolded.has(sentence.index));
  const fold = possible.length
    ? el("button", { type: "button", class: "fold", "aria-expanded": String(view.unfolded.has(sentence.index)), onclick: () => act.unfold(sentence.index),
      text: `${view.unfolded.has(sentence.index) ? "▾" : "▸"} ${word("possible", possible.length)}` }) : null;
  return el("section", { class: "sentence stop", tabindex: "-1", "data-stop": `s${sentence.index}`, "data-s": sentence.index },
    text,
    ...shown.map((item) => (view.form?.item === item ? view.form.element : card(item, sentence.text, act, actions, draft.article.lang))),
    view.form && !view.form.item.origin && view.form.item.s === sentence.index ? view.form.element : null,
    el("div", { class: "below" }, fold,
      el("button", { type: "button", class: "add", text: `＋ ${word("add")}`, onmousedown: (e) => e.preventDefault(), onclick: () => act.add(sentence.index) })));
}

/** Events of an older version of the article, whose sentence is gone: shown, so that saving keeps them knowingly. */
function lost(draft, act, actions) {
  const items = draft.items.filter((i) => i.s === null);
  if (!items.length) return null;
  return el("section", { class: "lost" }, el("h3", { text: word("lost", items.length) }),
    ...items.map((i) => el("div", {}, el("p", { class: "quiet", text: i.event.sentence }), card(i, "", act, actions, draft.article.lang))));
}

function card(item, sentence, act, actions, script) {
  const state = item.decision === "open" ? "open" : item.decision;
  const button = (name, key, run) => el("button", { type: "button", title: key, text: word(name), onclick: run });
  const can = {
    open: [button("accept", "a", () => act.accept(item)), button("reject", "x", () => act.reject(item)), button("edit", "e", () => act.edit(item))],
    in: [button("edit", "e", () => act.edit(item)), item.origin === "suggested" ? button("undo", "u", () => act.undo(item)) : button("remove", "x", () => act.reject(item))],
    out: [button("undo", "u", () => act.undo(item))],
  }[state].filter((b) => item.s !== null || b.title !== "e");
  return el("article", { class: `event stop ${state}`, tabindex: "-1", "data-stop": `e${item.number}`, "data-item": item.number },
    el("div", { class: "line" }, ...summary(item.event, actions, script)),
    el("div", { class: "end" },
      el("span", { class: `badge ${state}`, text: badge(item) }),
      ...can));
}

function badge(item) {
  const sure = item.confidence === undefined ? "" : ` ${Math.round(item.confidence * 100)} %`;
  if (item.decision === "in") return item.origin === "suggested" ? word("in") : word(item.origin);
  return item.decision === "out" ? word("out") : `${word("suggested")}${sure}`;
}

function summary(event, actions, script) {
  const action = actions.find((a) => a.code === event.action);
  const days = event.date && (event.date.start === event.date.end ? event.date.start : `${event.date.start} – ${event.date.end}`);
  return [
    el("span", { class: "parties" }, ...parties(event.actors)),
    el("span", { class: "action", title: action ? labelled(action.definitions, script) : "" }, `${action ? labelled(action.labels, script) : ""} `, el("small", { text: event.action })),
    el("span", { class: "parties" }, ...parties(event.targets)),
    el("span", { class: "more", text: [
      event.trigger ? `“${event.trigger}”` : "", days ?? "", event.modality === "asserted" ? "" : word("modalities")[event.modality],
      event.sources.length ? `${word("source")} ${event.sources.join("、")}` : "",
    ].filter(Boolean).join(" · ") }),
  ];
}

function parties(side) {
  if (!side.length) return [el("i", { text: "—" })];
  return side.flatMap((p, n) => [n ? "、" : "", p.label || word("anyone"), p.country ? el("small", { text: ` ${p.country}` }) : ""]);
}
