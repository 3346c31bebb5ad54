// The same facts as a table, for those who cannot or would rather not read the picture.

const tableSection = document.getElementById("facts-table");

function tableRow(arrow) {
  const latest = arrow.events.map((e) => events[e].day).filter(Boolean).sort().at(-1) || word("undated");
  const open = () => change({ selected: { from: arrow.from, to: arrow.to, side: arrow.side } });
  return el("tr", {}, el("th", { scope: "row" }, nameOf(arrow.from)), el("td", {}, nameOf(arrow.to)), el("td", {}, word(arrow.side)),
    el("td", { class: "number" }, String(arrow.events.length)), el("td", { class: "number" }, String(arrow.reports)), el("td", {}, latest),
    el("td", {}, el("button", { type: "button", "aria-label": `${word("openEvidence")}: ${pairName(arrow)}, ${word(arrow.side)}`, onclick: open }, word("openEvidence"))));
}

function drawTable() {
  tableSection.hidden = !state.table;
  document.getElementById("picture").hidden = state.table;
  document.getElementById("show-table").setAttribute("aria-pressed", String(state.table));
  if (!state.table) return tableSection.replaceChildren();
  const place = focusedPlace(tableSection);
  const heads = [["actor"], ["target"], ["sideColumn"], ["eventsColumn", "number"], ["reportsColumn", "number"], ["latest"], ["openEvidence"]];
  const sorted = [...shown.arrows].sort((a, b) => b.reports - a.reports || a.from - b.from || a.to - b.to);
  tableSection.replaceChildren(el("table", {}, el("caption", {}, word("tableCaption")),
    el("thead", {}, el("tr", {}, heads.map(([key, kind]) => el("th", { scope: "col", class: kind }, word(key))))), el("tbody", {}, sorted.map(tableRow))));
  place?.();
}
