// What is shown, as files: the reports behind it as CSV.

function save(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** A CSV cell; a text that a spreadsheet would run as a formula is kept a text. */
function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function asCsv() {
  const rows = [["actor", "action", "target", "date", "source", "modality", "outlet", "published", "sentence", "url"]];
  for (const id of shown.events) {
    const event = events[id];
    for (const r of shown.passing.get(id)) {
      const report = reports[r];
      rows.push([namesOf(event.actors), event.mode || event.action, namesOf(event.targets), event.start === null ? "" : dateOf(event), report.sources.join("; ") || report.origin,
        report.modality, report.outlet, report.published, sentenceOf(report), webAddress(report.url)]);
    }
  }
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

const EXPORTS = { asCsv: () => save("reports.csv", "text/csv", asCsv()), print: () => print() };

function drawExports() {
  document.getElementById("export").replaceChildren(...Object.entries(EXPORTS).map(([key, action]) => el("button", { type: "button", onclick: () => { showExports(false); action(); } }, word(key))));
}

function showExports(open) {
  document.getElementById("export").hidden = !open;
  document.getElementById("show-export").setAttribute("aria-expanded", String(open));
}
