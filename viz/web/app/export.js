// What is shown, as files.

function save(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

const EXPORTS = {
  asSvg: () => save("network.svg", "image/svg+xml", svgText()),
  asPng: async () => save("network.png", "image/png", await pngBlob()),
  asCsv: () => save("reports.csv", "text/csv", csvText()),
  asGexf: () => save("network.gexf", "application/xml", gexfText()),
  asTurtle: () => save("events.ttl", "text/turtle", turtleText()),
  print: () => print(),
};

function drawExports() {
  document.getElementById("export").replaceChildren(...Object.entries(EXPORTS).map(([key, action]) => el("button", { type: "button", onclick: () => { showExports(false); action(); } }, word(key))));
}

function showExports(open) {
  document.getElementById("export").hidden = !open;
  document.getElementById("show-export").setAttribute("aria-expanded", String(open));
}
