// What the reader can leave out, and the search for actors.

const filterPanel = document.getElementById("filters");
const focusTags = document.getElementById("focus");

function toggled(key, value, show) {
  change({ [key]: show ? state[key].filter((other) => other !== value) : [...new Set([...state[key], value])] });
}

function checkbox(label, checked, onchange, count) {
  return el("label", {}, el("input", { type: "checkbox", checked, onchange: (e) => onchange(e.target.checked) }), el("span", {}, label), count === undefined ? null : el("span", { class: "count" }, String(count)));
}

function tally(list, key) {
  const counts = new Map();
  for (const item of list) counts.set(item[key], (counts.get(item[key]) || 0) + 1);
  return counts;
}

const eventCounts = tally(events, "action");
const modalityCounts = tally(reports, "modality");
const outletCounts = tally(reports, "outlet");

function quadFields() {
  return QUADS.map((quad) => {
    const codes = [...eventCounts.keys()].filter((code) => actions[code].quad === quad).sort();
    if (!codes.length) return null;
    const all = codes.every((code) => !state.hiddenActions.includes(code));
    return [
      checkbox(word(quad), all, (show) => change({ hiddenActions: show ? state.hiddenActions.filter((c) => !codes.includes(c)) : [...new Set([...state.hiddenActions, ...codes])] })),
      el("div", { class: "grid" }, codes.map((code) => checkbox(actionName(code), !state.hiddenActions.includes(code), (show) => toggled("hiddenActions", code, show), eventCounts.get(code)))),
    ];
  });
}

function fieldset(key, ...children) {
  return el("fieldset", {}, el("legend", {}, word(key)), ...children);
}

function numberLine(key, name, attributes) {
  const input = el("input", { type: "number", value: state[name], "aria-label": word(key), ...attributes, onchange: (e) => { const value = Number(e.target.value); if (e.target.validity.valid && e.target.value) change({ [name]: value }); } });
  return el("div", { class: "line" }, el("span", {}, word(key)), input);
}

function dateInput(key) {
  return el("label", {}, word(key), el("input", { type: "date", value: state[key] || "", onchange: (e) => change({ [key]: e.target.value || null }) }));
}

function drawFilters() {
  if (filterPanel.hidden) return;
  const at = filterPanel.scrollTop, place = focusedPlace(filterPanel);
  const levels = el("select", { "aria-label": word("level"), onchange: (e) => change({ level: e.target.value, expanded: [] }) },
    Object.keys(LEVELS).map((level) => el("option", { value: level, selected: level === state.level }, word(`level${level}`))));
  filterPanel.replaceChildren(
    el("div", { class: "line" }, el("span", {}, word("level")), levels),
    numberLine("top", "top", { min: 1, max: 100000, step: 1 }),
    numberLine("originsAtLeast", "origins", { min: 1, max: 1000, step: 1 }),
    numberLine("confidenceAtLeast", "confidence", { min: 0, max: 1, step: 0.05 }),
    checkbox(word("rings"), state.rings, (on) => change({ rings: on })),
    fieldset("dates", el("div", { class: "dates" }, dateInput("since"), dateInput("until"))),
    fieldset("actionTypes", ...quadFields().flat().filter(Boolean)),
    fieldset("modality", ...MODALITIES.filter((m) => modalityCounts.has(m)).map((m) => checkbox(word(m), !state.hiddenModalities.includes(m), (show) => toggled("hiddenModalities", m, show), modalityCounts.get(m)))),
    fieldset("outlet", ...outlets.map((o) => checkbox(o || word("noOutlet"), !state.hiddenOutlets.includes(o), (show) => toggled("hiddenOutlets", o, show), outletCounts.get(o)))),
    el("div", { class: "end bar" }, el("button", { type: "button", onclick: () => change({ ...START, language: state.language, theme: state.theme }) }, word("reset")),
      el("button", { type: "button", onclick: () => showFilters(false) }, word("close"))),
  );
  filterPanel.scrollTop = at;
  place?.();
}

/** Redrawing makes new elements: give the focus back to the one at the same place. */
function focusedPlace(root) {
  const list = () => [...root.querySelectorAll("button, input, select, a")];
  const index = list().indexOf(document.activeElement);
  return index < 0 ? null : () => list()[index]?.focus({ preventScroll: true });
}

function showFilters(open) {
  filterPanel.hidden = !open;
  document.getElementById("show-filters").setAttribute("aria-expanded", String(open));
  drawFilters();
  if (open) filterPanel.querySelector("select").focus();
}

function focusOn(ids) {
  change({ actors: ids, event: null });
}

function drawFocus() {
  const tags = state.actors.map((id) => el("span", { class: "tag" }, nameOf(id),
    el("button", { type: "button", "aria-label": `${word("close")}: ${nameOf(id)}`, onclick: () => focusOn(state.actors.filter((other) => other !== id)) }, "×")));
  focusTags.hidden = !tags.length || state.event !== null;
  focusTags.replaceChildren(...(tags.length > 1 ? [el("span", { class: "count" }, word("between"))] : []), ...tags);
}
