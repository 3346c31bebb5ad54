// The picture as SVG, with the same positions, curves and names as on the screen; PNG is painted from it.

function svgArrow(arrow, view) {
  const shape = arrowShape(arrow, view);
  const line = { d: shape.line, fill: "none", stroke: shape.colour, "stroke-width": round(shape.width), ...(shape.dashes.length ? { "stroke-dasharray": shape.dashes.map(round).join(" ") } : {}) };
  return svg("g", { opacity: round(shape.opacity) }, svg("title", {}, describe(arrow)), svg("path", line), ...shape.heads.map((d) => svg("path", { d, fill: shape.colour })));
}

function svgActor(id, view) {
  const shape = actorShape(id, view);
  return svg("g", {}, svg("title", {}, describe({ from: id })), svg("path", { d: shape.outline, fill: shape.fill, stroke: shape.stroke, "stroke-width": 2 }),
    ...(shape.figure ? [svg("path", { d: shape.figure, fill: tint(0.72) })] : []));
}

/** All that is shown, as an SVG element of this width. */
function pictureAsSvg(width = 1600) {
  const spots = shown.actors.map((id) => nodes[id]);
  const ends = (key) => [Math.min(...spots.map((s) => s[key] - s.size)), Math.max(...spots.map((s) => s[key] + s.size))];
  const [left, right] = ends("x"), [top, bottom] = ends("y"), margin = 90, head = 70;
  const scale = Math.min((width - 2 * margin) / Math.max(right - left, 1), 1.6);
  const height = Math.round((bottom - top) * scale + head + 110), shift = (width - (right - left) * scale) / 2;
  const view = { scale, width, at: (id) => ({ x: (nodes[id].x - left) * scale + shift, y: (nodes[id].y - top) * scale + head }) };
  const picture = svg("svg", { xmlns: SVG, viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FONTS.replaceAll('"', "'") });
  const text = (x, y, size, content, more = {}) => svg("text", { x: round(x), y: round(y), "font-size": size, fill: colours.ink, ...more }, content);
  picture.append(svg("rect", { width, height, fill: colours.paper }), text(24, 34, 20, page.title || word("title"), { "font-weight": 650 }),
    text(24, 54, 13, document.getElementById("note").textContent, { fill: colours.quiet }));
  for (const id of shown.actors) if (ringRadius(id)) picture.append(svg("circle", { cx: round(view.at(id).x), cy: round(view.at(id).y), r: round(ringRadius(id) * scale), fill: tint(0.14) }));
  for (const { from, to } of affiliations(shown.actors)) {
    const a = view.at(from), b = view.at(to);
    picture.append(svg("line", { x1: round(a.x), y1: round(a.y), x2: round(b.x), y2: round(b.y), stroke: tint(0.2) }));
  }
  picture.append(...[...shown.arrows].sort((a, b) => a.reports - b.reports).map((arrow) => svgArrow(arrow, view)), ...shown.actors.map((id) => svgActor(id, view)));
  for (const label of placeLabels(document.createElement("canvas").getContext("2d"), view)) {
    picture.append(text(label.x, label.y + label.font.size * 0.35, round(label.font.size), label.name, {
      "text-anchor": "middle", "font-weight": label.font.weight, stroke: colours.paper, "stroke-width": 4, "paint-order": "stroke", "stroke-linejoin": "round" }));
  }
  picture.append(...svgLegend(24, height - 24));
  return picture;
}

function svgLegend(x, y) {
  let at = x;
  return ["cooperation", "conflict", "words", "unsure"].flatMap((key) => {
    const look = { stroke: colours[key === "conflict" ? "conflict" : "cooperation"], "stroke-width": 3, opacity: key === "unsure" ? 0.45 : 1, ...(key === "words" ? { "stroke-dasharray": "7 5" } : {}) };
    const items = [svg("line", { x1: at, x2: at + 34, y1: y - 4, y2: y - 4, ...look }), svg("text", { x: at + 42, y, "font-size": 13, fill: colours.quiet }, word(key))];
    at += 42 + 13 * [...word(key)].length * (state.language === "en" ? 0.6 : 1) + 28;
    return items;
  });
}

function svgText() {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(pictureAsSvg())}\n`;
}

/** The picture as PNG, twice as fine as the SVG's own size. */
function pngBlob() {
  const picture = pictureAsSvg();
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" }));
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * Number(picture.getAttribute("width"));
      canvas.height = 2 * Number(picture.getAttribute("height"));
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      canvas.toBlob(done, "image/png");
    };
    image.onerror = failed;
    image.src = url;
  });
}
