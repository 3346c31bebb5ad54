// An event in, a form on it, and the event as the form says it out.

import { el } from "./elements.js";
import { findParts, selectedIn } from "./text.js";
import { countryOf } from "./talking.js";
import { labelled, word } from "./words.js";

/** A form for an event of a sentence. `finish(event)` gets a valid one; `cancel()` ends it without. */
export function makeForm(event, sentence, script, choices, { finish, cancel, textElement }) {
  const fields = {
    action: actionField(event, choices, script),
    modality: select(choices.modalities.map((m) => [m, word("modalities")[m]]), event.modality, word("modality")),
    trigger: el("input", { value: event.trigger ?? "", "aria-label": word("trigger"), class: "wide", "data-field": "trigger", lang: script }),
    // plain text: a browser's own date field shows the days in its own order, and takes none that is pasted
    start: el("input", { value: event.date?.start ?? "", placeholder: "2024-03-25", "aria-label": word("date"), class: "day" }),
    end: el("input", { value: event.date?.end ?? "", placeholder: "2024-03-25", "aria-label": word("until"), class: "day" }),
    actors: partyList(event.actors, word("actors"), script, choices),
    targets: partyList(event.targets, word("targets"), script, choices),
    sources: sourceList(event.sources, script),
  };
  const problem = el("p", { class: "problem", role: "alert" });
  const definition = el("p", { class: "quiet definition" });
  const define = () => {
    const chosen = choices.actions.find((a) => a.code === fields.action.value);
    definition.textContent = chosen ? labelled(chosen.definitions, script) : "";
  };
  fields.action.addEventListener("change", define);
  define();
  const submit = () => {
    const made = read(event, fields, sentence, choices);
    problem.textContent = made.problem ?? "";
    if (made.problem) made.at?.focus();
    else finish(made.event);
  };
  const element = el("form", { class: "edit stop", "data-stop": "form", onsubmit: (e) => { e.preventDefault(); submit(); },
    onkeydown: (e) => {
      e.stopPropagation();
      if (e.key === "Escape") cancel();
      else if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) submit();
      else if (e.key === "Enter" && e.target.tagName === "INPUT") e.preventDefault();  // a choice from a list is no end
    } },
    selectionBar(fields, textElement),
    row(word("actors"), fields.actors.element),
    row(word("action"), el("div", {}, fields.action, definition)),
    row(word("targets"), fields.targets.element),
    row(word("trigger"), el("div", {}, fields.trigger, el("p", { class: "quiet", text: word("triggerHint") }))),
    row(word("modality"), fields.modality),
    row(word("date"), el("div", { class: "dates" }, fields.start, el("span", { text: word("until") }), fields.end)),
    row(word("sources"), fields.sources.element),
    problem,
    el("div", { class: "end" },
      el("button", { type: "button", text: word("cancel"), onclick: cancel }),
      el("button", { type: "submit", class: "main", text: word("done") })));
  return { element, focus: () => (fields.action.value ? fields.trigger : fields.action).focus() };
}

const row = (name, field) => el("div", { class: "row" }, el("span", { class: "name", text: name }), field);

function select(options, chosen, label) {
  const element = el("select", { "aria-label": label }, ...options.map(([value, text, title]) => el("option", { value, text, title })));
  element.value = chosen ?? "";
  return element;
}

function actionField(event, choices, script) {
  const options = choices.actions.map((a) => [a.code, `${a.code} · ${labelled(a.labels, script)}`, labelled(a.definitions, script)]);
  const field = select([["", word("choose")], ...options], event.action, word("action"));
  field.dataset.field = "action";
  return field;
}

/** What is done with the words selected in the sentence. */
function selectionBar(fields, textElement) {
  const take = (use) => () => {
    const found = selectedIn(textElement());
    if (found) use(found.text);
  };
  const button = (name, use) => el("button", { type: "button", text: word(name), onmousedown: (e) => e.preventDefault(), onclick: take(use) });
  return el("div", { class: "selection", title: word("selectHint") }, el("span", { class: "quiet", text: word("selected") }),
    button("asTrigger", (text) => { fields.trigger.value = text; }),
    button("asPart", (text) => { fields.trigger.value += fields.trigger.value ? `…${text}` : text; }),
    button("asActor", (text) => fields.actors.add(text)),
    button("asTarget", (text) => fields.targets.add(text)),
    button("asSource", (text) => fields.sources.add(text)));
}

/** Rows that can be added and removed; `make(value)` gives [element, read]. */
function growing(values, make) {
  const rows = [], list = el("div", { class: "growing" });
  const add = (value) => {
    const made = make(value);
    const line = el("div", { class: "party" }, ...made.elements, el("button", { type: "button", "aria-label": word("remove"), text: "×", onclick: () => { rows.splice(rows.indexOf(made), 1); line.remove(); } }));
    rows.push(made);
    list.append(line);
    return made;
  };
  values.forEach(add);
  return { rows, list, add };
}

function partyList(parties, name, script, choices) {
  const grown = growing(parties, (party) => {
    const label = el("input", { value: party.label, placeholder: word("name"), "aria-label": `${name}: ${word("name")}`, list: "names", lang: script });
    const country = el("input", { value: party.country ?? "", placeholder: word("country"), "aria-label": `${name}: ${word("country")}`, list: "countries", class: "code" });
    const guess = async () => {
      if (!label.value.trim() || country.value) return;
      const found = await countryOf(label.value.trim()).catch(() => null);
      if (!country.value) country.value = found ?? ""; // the annotator may have written it by now
    };
    label.addEventListener("change", guess);
    country.addEventListener("change", () => { country.value = code(country.value, choices) ?? country.value; });
    return { label, country, guess, elements: [label, country] };
  });
  const add = (label) => grown.add({ label, country: null }).guess();
  const plus = el("button", { type: "button", class: "plus", "aria-label": `${word("actors") === name ? word("asActor") : word("asTarget")} ＋`, text: "＋", onclick: () => { add(""); grown.rows.at(-1).label.focus(); } });
  return { rows: grown.rows, add, element: el("div", {}, grown.list, plus) };
}

function sourceList(sources, script) {
  const grown = growing(sources, (source) => {
    const label = el("input", { value: source, placeholder: word("name"), "aria-label": word("sources"), list: "names", lang: script });
    return { label, elements: [label] };
  });
  const plus = el("button", { type: "button", class: "plus", "aria-label": `${word("asSource")} ＋`, text: "＋", onclick: () => grown.add("").label.focus() });
  return { rows: grown.rows, add: (text) => grown.add(text), element: el("div", {}, grown.list, plus) };
}

/** A code as typed, or the code of a country typed by name; null for none. */
function code(typed, choices) {
  const text = typed.trim();
  if (!text) return null;
  const exact = choices.countries.find((c) => c.code === text) ?? choices.countries.find((c) => c.code === text.toUpperCase());
  return exact?.code ?? choices.countries.find((c) => Object.values(c.labels).includes(text))?.code ?? null;
}

function isDay(text) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(Number(day)) && day.toISOString().startsWith(text);
}

function read(before, fields, sentence, choices) {
  if (!fields.action.value) return { problem: word("needAction"), at: fields.action };
  const trigger = fields.trigger.value.trim();
  if (!trigger.replaceAll("…", "")) return { problem: word("needTrigger"), at: fields.trigger };
  if (!findParts(sentence, trigger)) return { problem: word("notInSentence"), at: fields.trigger };
  const sides = {};
  for (const side of ["actors", "targets"]) {
    sides[side] = [];
    for (const { label, country } of fields[side].rows) {
      const found = code(country.value, choices);
      if (country.value.trim() && !found && !/^[A-Z]{3}$/.test(country.value.trim())) return { problem: word("badCode", country.value), at: country };
      const name = label.value.trim(), place = found ?? (country.value.trim() || null);
      if (!name && (place || side === "targets")) return { problem: word("needName"), at: label };
      sides[side].push({ label: name, country: place });
    }
  }
  if (!sides.actors.length && !sides.targets.length) return { problem: word("needParty") };
  for (const day of [fields.start, fields.end]) if (day.value.trim() && !isDay(day.value.trim())) return { problem: word("badDay", day.value), at: day };
  const start = fields.start.value.trim() || fields.end.value.trim(), end = fields.end.value.trim() || start;
  if (start > end) return { problem: word("badDates"), at: fields.end };
  const sources = fields.sources.rows.map((r) => r.label.value.trim()).filter(Boolean);
  return { event: { ...before, ...sides, action: fields.action.value, date: start ? { start, end } : null, modality: fields.modality.value, sources, trigger } };
}
