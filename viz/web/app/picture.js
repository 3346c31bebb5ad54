// The picture as SVG, with the same positions, curves and names as on the screen; PNG is painted from it.

/** A point on the curve that an arrow follows (a quadratic one through vis-network's middle point for curvedCW). */
function curveBetween(a, b, roundness) {
  const dx = b.x - a.x, dy = a.y - b.y;
  const share = roundness * 0.5 + 0.5, length = Math.hypot(dx, dy);
  const angle = Math.atan2(dy, dx) + share * Math.PI;
  const via = { x: a.x + share * length * Math.sin(angle), y: a.y + share * length * Math.cos(angle) };
  const at = (t) => ({
    x: (1 - t) ** 2 * a.x + 2 * t * (1 - t) * via.x + t * t * b.x,
    y: (1 - t) ** 2 * a.y + 2 * t * (1 - t) * via.y + t * t * b.y,
  });
  return { via, at };
}

/** Where a curve leaves a disc around one of its ends: between 0 and 1. */
function leaving(curve, end, centre, radius) {
  let inside = end, outside = 0.5;
  for (let n = 0; n < 24; n++) {
    const middle = (inside + outside) / 2, point = curve.at(middle);
    if (Math.hypot(point.x - centre.x, point.y - centre.y) < radius) inside = middle;
    else outside = middle;
  }
  return outside;
}

/** The part of a quadratic curve between two of its points, as path data. */
function pathPart(curve, a, b, from, to) {
  const start = curve.at(from), end = curve.at(to);
  const blend = (p, q, t) => ({ x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t });
  const control = blend(blend(a, curve.via, from), blend(curve.via, b, from), to);
  return `M${round(start.x)} ${round(start.y)}Q${round(control.x)} ${round(control.y)} ${round(end.x)} ${round(end.y)}`;
}

const round = (value) => Math.round(value * 100) / 100;

function arrowHead(curve, at, towards, size, barred) {
  const tip = curve.at(at), behind = curve.at(at + (towards === 1 ? -0.02 : 0.02));
  const angle = Math.atan2(tip.y - behind.y, tip.x - behind.x);
  const corner = (along, across) => `${round(tip.x + along * Math.cos(angle) - across * Math.sin(angle))},${round(tip.y + along * Math.sin(angle) + across * Math.cos(angle))}`;
  if (barred) return [corner(-2, size * 0.5), corner(0, size * 0.5), corner(0, -size * 0.5), corner(-2, -size * 0.5)].join(" ");
  return [corner(0, 0), corner(-size, size * 0.36), corner(-size * 0.8, 0), corner(-size, -size * 0.36)].join(" ");
}

function svgArrow(arrow, view) {
  const look = arrowLook(arrow, null), a = view.at(arrow.from), b = view.at(arrow.to);
  const width = look.width * view.scale, size = Math.max(5, (15 * look.arrows.to.scaleFactor + 3 * look.width) * view.scale);
  const curve = curveBetween(a, b, look.smooth.roundness);
  const first = leaving(curve, 0, a, nodes[arrow.from].size * view.scale + 2), last = leaving(curve, 1, b, nodes[arrow.to].size * view.scale + 2);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1, back = Math.min(size * 0.8 / length, 0.3);
  const barred = arrow.standing === "denied";
  const line = { fill: "none", stroke: look.color.color, "stroke-width": round(width) };
  if (look.dashes) line["stroke-dasharray"] = look.dashes.map((part) => round(part * view.scale)).join(" ");
  const parts = [svg("path", { d: pathPart(curve, a, b, first + (arrow.mutual && !barred ? back : 0), last - (barred ? 0 : back)), ...line }),
    svg("polygon", { points: arrowHead(curve, last, 1, size, barred), fill: look.color.color })];
  if (arrow.mutual) parts.push(svg("polygon", { points: arrowHead(curve, first, 0, size, barred), fill: look.color.color }));
  return svg("g", { opacity: round(look.color.opacity) }, svg("title", {}, describe(arrow)), ...parts);
}

const corners = (count, turn) => Array.from({ length: count }, (_, n) => [Math.cos(turn + 2 * Math.PI * n / count), Math.sin(turn + 2 * Math.PI * n / count)]);
const STAR = Array.from({ length: 10 }, (_, n) => [(n % 2 ? 0.5 : 1.1) * Math.sin(Math.PI * n / 5), -(n % 2 ? 0.5 : 1.1) * Math.cos(Math.PI * n / 5)]);
const POINTS = {
  territory: corners(6, 0), organisation: [[-1, -1], [1, -1], [1, 1], [-1, 1]], body: corners(4, 0), people: STAR,
  group: corners(3, -Math.PI / 2), party: corners(3, Math.PI / 2),
};

function svgActor(id, view) {
  const { x, y } = view.at(id), r = nodes[id].size * view.scale, kind = actors[id].kind, look = nodeLook(id, null);
  const style = { fill: look.color.background, stroke: look.color.border, "stroke-width": 2 };
  const outline = POINTS[kind] ? svg("polygon", { points: POINTS[kind].map(([dx, dy]) => `${round(x + dx * r)},${round(y + dy * r)}`).join(" "), ...style })
    : svg("circle", { cx: round(x), cy: round(y), r: round(r), ...style });
  const figure = kind === "person" ? [svg("circle", { cx: round(x), cy: round(y - r * 0.24), r: round(r * 0.27), fill: tint(0.72) }),
    svg("path", { d: `M${round(x - r * 0.5)} ${round(y + r * 0.56)}a${round(r * 0.5)} ${round(r * 0.5)} 0 0 1 ${round(r)} 0z`, fill: tint(0.72) })] : [];
  return svg("g", {}, svg("title", {}, describe({ from: id })), outline, ...figure);
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
