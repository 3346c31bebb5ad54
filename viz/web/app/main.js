// Puts the parts together: every change redraws what depends on it.

const root = document.documentElement;
const byId = (id) => document.getElementById(id);

function drawWords() {
  root.lang = state.language === "en" ? "en" : "zh-Hans";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-word-label]")) {
    element.setAttribute("aria-label", word(element.dataset.wordLabel));
    if (element.tagName === "BUTTON") element.title = word(element.dataset.wordLabel);
  }
  for (const element of document.querySelectorAll("[data-word-placeholder]")) element.placeholder = word(element.dataset.wordPlaceholder);
  byId("title").textContent = document.title = page.title || word("title");
}

function drawTheme() {
  root.dataset.theme = state.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  readColours();
}

const CHOICES = ["level", "top", "since", "until", "event", "actors", "expanded", "hiddenActions", "hiddenModalities", "hiddenOutlets", "origins", "confidence"];

function draw(now, before) {
  const differs = (keys) => !before || keys.some((key) => now[key] !== before[key]);
  if (differs(["theme"])) drawTheme();
  if (differs(["language"])) { drawWords(); drawExports(); }
  if (differs(CHOICES)) shown = choose();
  if (differs(["selected", "event"])) { pagesShown = 1; panel.scrollTop = 0; }
  if (differs([...CHOICES, "theme", "language"])) { drawLegend(); drawNote(); }
  if (differs(["actors", "event", "language"])) drawFocus();
  if (differs([...CHOICES, "language"])) drawFilters();
  if (differs([...CHOICES, "selected", "language", "order"])) drawPanel();
  if (differs([...CHOICES, "selected", "language"])) drawTimeline();
  if (differs([...CHOICES, "language", "table"])) drawTable();
  // last, when everything around it has its height
  if (differs([...CHOICES, "theme", "rings"])) drawGraph();
  if (before && differs(["actors", "event"])) showAll();
  if (differs(["selected", "language"])) drawOverlay();
}

onChange(draw);

byId("language").addEventListener("click", () => change({ language: state.language === "en" ? "zh" : "en" }));
byId("theme").addEventListener("click", () => change({ theme: root.dataset.theme === "dark" ? "light" : "dark" }));
byId("show-filters").addEventListener("click", () => showFilters(filterPanel.hidden));
byId("show-table").addEventListener("click", () => change({ table: !state.table }));
byId("show-export").addEventListener("click", () => showExports(byId("export").hidden));
byId("zoom-in").addEventListener("click", () => zoomBy(1.3));
byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
byId("zoom-all").addEventListener("click", () => showAll());

function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: { duration: 150, easingFunction: "easeOutQuad" } });
}

/** The picture by keyboard: arrows move, + and - zoom, N and P go through the actors, Enter opens. */
container.addEventListener("keydown", (event) => {
  const { x, y } = network.getViewPosition();
  const step = 80 / network.getScale();
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if (event.key in moves) network.moveTo({ position: { x: x + moves[event.key][0], y: y + moves[event.key][1] } });
  else if (event.key === "+" || event.key === "=") zoomBy(1.3);
  else if (event.key === "-") zoomBy(1 / 1.3);
  else if (event.key === "0") showAll();
  else if ("nNpP".includes(event.key) && shown.actors.length) {
    const at = shown.actors.indexOf(state.selected?.to === undefined ? state.selected?.from : -1);
    const by = "nN".includes(event.key) ? 1 : -1;
    const next = shown.actors[at < 0 ? (by > 0 ? 0 : shown.actors.length - 1) : (at + by + shown.actors.length) % shown.actors.length];
    change({ selected: { from: next } });
    network.focus(next, { scale: network.getScale() });
  } else if (event.key === "Enter") panel.focus();
  else return;
  event.preventDefault();
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!byId("export").hidden) showExports(false);
  else if (!filterPanel.hidden) { showFilters(false); byId("show-filters").focus(); } else if (state.selected || state.event !== null) change({ selected: null, event: null });
});
document.addEventListener("pointerdown", (event) => {
  if (!byId("export").contains(event.target) && event.target !== byId("show-export")) showExports(false);
});
addEventListener("hashchange", () => change(readAddress(), { quietly: true }));
let lastSize = null;
new ResizeObserver(() => {
  const size = `${container.clientWidth} ${container.clientHeight}`;
  if (size !== lastSize && container.clientHeight) soon(fillWindow);
  lastSize = size;
}).observe(container);

function fillWindow() {
  network.setSize("100%", "100%");
  drawGraph();
  drawTimeline();
  showAll(false);
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => change({ theme: state.theme }, { quietly: true }));

state = readAddress();
if (innerWidth <= 760) byId("legend").open = false;
draw(state, null);
lastSize = `${container.clientWidth} ${container.clientHeight}`;
network.setSize("100%", "100%");
showAll(false);
network.once("afterDrawing", () => { root.dataset.drawn = "true"; });
if (state.table) root.dataset.drawn = "true";
