// The page: which article is open, what the keys and buttons do, and what is said of it.

import { anyChanged, decide, decided, draftOf, drop, forget, keep, undecided } from "./drafts.js";
import { draw } from "./drawing.js";
import { $, el } from "./elements.js";
import { makeForm } from "./form.js";
import { drawList } from "./listing.js";
import * as server from "./talking.js";
import { selectedIn } from "./text.js";
import { current, labelled, switchLanguage, word } from "./words.js";

let choices, rows = [], draft = null, view = fresh(), asked = false;

function fresh() {
  return { unfolded: new Set(), form: null, at: null };
}

const textOf = (s) => document.querySelector(`[data-sentence="${s}"]`);
const sentenceOf = (s) => draft.article.sentences.find((x) => x.index === s);

// --- what is on the page ---

function say(text, kind = "") {
  $("notice").textContent = text;
  $("notice").className = kind;
}

function explain(error) {
  say(error.status === 0 ? word("unreachable") : error.message, "problem");
  if (error.status === 409) $("notice").append(" ", el("button", { type: "button", text: word("reload"), onclick: () => { forget(draft.article.id); open(draft.article.id); } }));
}

function drawAll() {
  document.documentElement.lang = current() === "en" ? "en" : "zh-Hans";
  for (const [id, key] of [["show-list", "list"], ["show-help", "help"], ["language", "other"], ["previous", "previous"], ["next", "next"], ["save", "save"]]) $(id).textContent = word(key);
  document.title = `kg ${word("title")}`;
  $("find").placeholder = word("find");
  $("find").setAttribute("aria-label", word("find"));
  $("progress").textContent = word("progress", rows.filter((r) => r.events !== null).length, rows.length);
  $("help").replaceChildren(el("dl", {}, ...word("keys").flatMap(([key, does]) => [el("dt", { text: key }), el("dd", { text: does })])),
    el("p", { class: "quiet", text: `${word("stays")} ${choices?.gold ?? ""}` }));
  if (!choices) return;
  const script = draft?.article.lang;
  $("countries").replaceChildren(...choices.countries.map((c) => el("option", { value: c.code, text: labelled(c.labels, script) })));
  drawList(rows, draft?.article.id, open);
  if (draft) drawArticle();
}

function drawArticle() {
  const names = new Set(draft.items.flatMap((i) => [...i.event.actors, ...i.event.targets].map((p) => p.label)).filter(Boolean));
  $("names").replaceChildren(...[...names].map((value) => el("option", { value })));
  draw($("article"), draft, view, act, choices.actions);
  place();
  document.documentElement.dataset.drawn = draft.article.id;
}

// --- where the reader is ---

const stops = () => [...document.querySelectorAll("#article .stop")];

function place(scroll = false) {
  for (const stop of stops()) stop.classList.toggle("here", stop.dataset.stop === view.at);
  const here = document.querySelector("#article .here");
  if (!here || view.form) return;
  here.focus({ preventScroll: true });
  if (scroll) here.scrollIntoView({ block: "nearest" });
}

function move(by) {
  const all = stops(), n = all.findIndex((s) => s.dataset.stop === view.at);
  const next = all[Math.min(all.length - 1, Math.max(0, n < 0 && by < 0 ? 0 : n + by))];
  if (next) view.at = next.dataset.stop;
  place(true);
}

const itemHere = () => draft?.items.find((i) => `e${i.number}` === view.at);

function sentenceHere() {
  const chosen = draft.article.sentences.find((s) => selectedIn(textOf(s.index)));
  if (chosen) return chosen.index;
  return itemHere()?.s ?? (view.at?.startsWith("s") ? Number(view.at.slice(1)) : null);
}

// --- what is done ---

const act = {
  accept: (item) => change(() => decide(draft, item, "in"), item, true),
  reject: (item) => {
    const all = stops(), n = all.findIndex((s) => s.dataset.stop === `e${item.number}`);
    change(() => (item.origin === "own" ? drop(draft, item) : decide(draft, item, "out")), item, item.origin !== "own");
    if (item.origin === "own") { view.at = all[Math.max(0, n - 1)]?.dataset.stop ?? null; place(true); }
  },
  undo: (item) => change(() => decide(draft, item, item.origin === "saved" ? "in" : "open"), item),
  edit: (item) => openForm(item),
  add: (s) => {
    const chosen = selectedIn(textOf(s));
    const event = { s, actors: [], action: "", targets: [], date: null, modality: "asserted", sources: [], trigger: chosen?.text ?? "", sentence: sentenceOf(s).text };
    openForm({ s, event, origin: null });
  },
  unfold: (s) => {
    if (!view.unfolded.delete(s)) view.unfolded.add(s);
    drawArticle();
  },
};

function change(run, item, onward = false) {
  if (view.form) return say(word("formOpen"), "problem");
  asked = false;
  say("");
  run();
  view.at = `e${item.number}`;
  drawArticle();
  if (onward) move(1);
}

function openForm(item) {
  if (view.form) return say(word("formOpen"), "problem");
  if (item.s === null) return;
  const close = (at) => { view.form = null; view.at = at; drawArticle(); place(true); };
  const made = makeForm(item.event, item.event.sentence, draft.article.lang, choices, {
    textElement: () => textOf(item.s),
    cancel: () => close(item.origin ? `e${item.number}` : `s${item.s}`),
    finish: (event) => { keep(draft, item, event); asked = false; say(""); close(`e${item.number}`); },
  });
  view.form = { item, ...made };
  view.at = "form";
  drawArticle();
  made.element.scrollIntoView({ block: "nearest" });
  made.focus();
}

async function open(id) {
  if (view.form) return say(word("formOpen"), "problem");
  try {
    draft = draftOf(await server.article(id));
  } catch (error) {
    return explain(error);
  }
  view = fresh();
  asked = false;
  show("list", false);
  const first = undecided(draft)[0];
  view.at = first ? `e${first.number}` : `s${draft.article.sentences[0]?.index}`;
  drawAll();
  scrollTo(0, 0);
}

async function save() {
  if (!draft) return;
  if (view.form) return say(word("formOpen"), "problem");
  const left = undecided(draft);
  if (left.length && !asked) {
    asked = true;
    view.at = `e${left[0].number}`;
    place(true);
    return say(word("undecided", left.length), "problem");
  }
  const { id } = draft.article, events = decided(draft);
  $("save").disabled = true;
  try {
    await server.save(id, draft.article.version, events);
    forget(id);
    rows = await server.articles();
  } catch (error) {
    return explain(error);
  } finally {
    $("save").disabled = false;
  }
  const at = rows.findIndex((r) => r.id === id);
  const next = rows.slice(at + 1).find((r) => r.events === null) ?? rows.find((r) => r.events === null);
  await open(next ? next.id : id);
  say(`${word("savedNow", events.length)}${next ? "" : ` · ${word("allDone")}`}`, "good");
}

function beside(by) {
  const at = rows.findIndex((r) => r.id === draft?.article.id);
  if (rows[at + by]) open(rows[at + by].id);
}

function show(id, shown = $(id).hidden) {
  for (const each of ["list", "help"]) {
    $(each).hidden = each !== id || !shown;
    $(`show-${each}`).setAttribute("aria-expanded", String(!$(each).hidden));
  }
  if (id === "list" && shown) $("find").focus();
}

// --- keys and buttons ---

const KEYS = {
  j: () => move(1), k: () => move(-1),
  a: () => { const i = itemHere(); if (i && i.decision !== "in") act.accept(i); },
  x: () => { const i = itemHere(); if (i && i.decision !== "out") act.reject(i); },
  u: () => { const i = itemHere(); if (i && (i.decision === "out" || i.origin === "suggested")) act.undo(i); },
  e: () => { const i = itemHere(); if (i) act.edit(i); },
  n: () => { const s = sentenceHere(); if (s !== null) act.add(s); },
  p: () => { const s = sentenceHere(); if (s !== null) act.unfold(s); },
  s: save, "[": () => beside(-1), "]": () => beside(1), "?": () => show("help"),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") show("help", false);
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, form")) return;
  const run = draft && KEYS[event.key];
  if (!run) return;
  event.preventDefault();
  run();
});
document.addEventListener("click", (event) => {
  const stop = event.target.closest("#article .stop");
  if (!stop || view.form || event.target.closest("button, a")) return;
  view.at = stop.dataset.stop;
  for (const each of stops()) each.classList.toggle("here", each === stop);
});
addEventListener("beforeunload", (event) => { if (anyChanged() || view.form) event.preventDefault(); });
$("save").addEventListener("click", save);
$("previous").addEventListener("click", () => beside(-1));
$("next").addEventListener("click", () => beside(1));
$("show-list").addEventListener("click", () => show("list"));
$("show-help").addEventListener("click", () => show("help"));
$("find").addEventListener("input", () => drawList(rows, draft?.article.id, open));
$("language").addEventListener("click", () => {
  if (view.form) return say(word("formOpen"), "problem");
  switchLanguage();
  say("");
  drawAll();
});

drawAll();
try {
  [choices, rows] = await Promise.all([server.choices(), server.articles()]);
  const first = rows.find((r) => r.events === null) ?? rows[0];
  await open(first.id);
  if (first.events !== null) say(word("allDone"), "good");
} catch (error) {
  explain(error);
}
