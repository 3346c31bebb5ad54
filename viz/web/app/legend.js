// What the colours, lines and shapes mean, and how much of the whole is shown.

const SHAPE = {
  state: { circle: 6.5 }, territory: { points: "12,3.5 18,7 18,13 12,16.5 6,13 6,7" }, organisation: { points: "6.5,4.5 17.5,4.5 17.5,15.5 6.5,15.5" },
  body: { points: "12,3 18.5,10 12,17 5.5,10" }, group: { points: "12,3.5 18.5,15.5 5.5,15.5" }, party: { points: "5.5,4.5 18.5,4.5 12,16.5" },
  people: { points: "12,3 13.8,7.8 18.8,8 14.9,11.2 16.2,16.2 12,13.4 7.8,16.2 9.1,11.2 5.2,8 10.2,7.8" }, person: { circle: 6.5, hollow: true }, unknown: { circle: 6, hollow: true, dashed: true },
};

function sample(...shapes) {
  return svg("svg", { width: 24, height: 20, viewBox: "0 0 24 20", "aria-hidden": "true" }, ...shapes);
}

function kindSample(kind) {
  const shape = SHAPE[kind];
  const look = shape.hollow ? { fill: colours.sheet, stroke: tint(0.72), "stroke-width": 1.6, ...(shape.dashed ? { "stroke-dasharray": "3 2" } : {}) } : { fill: tint(FILL[kind]) };
  const outline = shape.circle ? svg("circle", { cx: 12, cy: 10, r: shape.circle, ...look }) : svg("polygon", { points: shape.points, ...look });
  const figure = kind === "person" ? [svg("circle", { cx: 12, cy: 8.2, r: 1.9, fill: tint(0.72) }), svg("path", { d: "M8.4 13.8a3.6 3.6 0 0 1 7.2 0z", fill: tint(0.72) })] : [];
  return sample(outline, ...figure);
}

function lineSample(side, { dashed = false, faded = false, barred = false } = {}) {
  const look = { stroke: side ? colours[side] : tint(0.3), "stroke-width": side ? 2.4 : 1, opacity: faded ? 0.42 : 1, ...(dashed ? { "stroke-dasharray": "5 3.5" } : {}) };
  const head = barred ? svg("line", { x1: 20, x2: 20, y1: 5, y2: 15, ...look, "stroke-dasharray": "" }) : svg("path", { d: "M16 6l7 4-7 4z", fill: look.stroke, opacity: look.opacity });
  return sample(svg("line", { x1: 1, x2: barred ? 20 : 17, y1: 10, y2: 10, ...look }), ...(side ? [head] : []));
}

function drawLegend() {
  const kinds = Object.keys(SHAPE).filter((kind) => shown.actors.some((id) => actors[id].kind === kind));
  const lines = [
    [lineSample("cooperation"), "cooperation"], [lineSample("conflict"), "conflict"], [lineSample("cooperation", { dashed: true }), "words"],
    [lineSample("cooperation", { faded: true }), "unsure"], [lineSample("conflict", { faded: true, barred: true }), "onlyDenied"], [lineSample(null), "affiliation"],
  ];
  const items = [...lines, ...kinds.map((kind) => [kindSample(kind), kind])];
  document.querySelector("#legend > div").replaceChildren(...items.map(([picture, key]) => el("span", {}, picture, word(key))));
}

function drawNote() {
  const reportsShown = shown.events.reduce((sum, e) => sum + shown.passing.get(e).length, 0);
  const parts = [word("shown", { actors: word("actors", { n: shown.actors.length }), events: word("events", { n: shown.events.length }), reports: word("reports", { n: reportsShown }) })];
  if (shown.leftOut) parts.push(word("leftOut", { n: shown.leftOut, top: state.top }));
  document.getElementById("note").textContent = shown.actors.length ? parts.join(state.language === "en" ? "; " : "；") : word("nothing");
}
