// Arrows and actors as shapes on any surface: the highlights on the screen and the exported picture are drawn from them.

const round = (value) => Math.round(value * 100) / 100;
const spot = ({ x, y }) => `${round(x)} ${round(y)}`;

/** The curve that vis-network draws for `curvedCW`: quadratic, through a middle point beside the straight line. */
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

/** Where a curve leaves the disc around one of its ends (0 or 1). */
function leaving(curve, end, centre, radius) {
  let inside = end, outside = 0.5;
  for (let n = 0; n < 24; n++) {
    const middle = (inside + outside) / 2, point = curve.at(middle);
    if (Math.hypot(point.x - centre.x, point.y - centre.y) < radius) inside = middle;
    else outside = middle;
  }
  return outside;
}

function arrowHead(curve, at, end, size, barred) {
  const tip = curve.at(at), behind = curve.at(at + (end === 1 ? -0.02 : 0.02));
  const angle = Math.atan2(tip.y - behind.y, tip.x - behind.x);
  const corner = ([along, across]) => `${round(tip.x + along * Math.cos(angle) - across * Math.sin(angle))} ${round(tip.y + along * Math.sin(angle) + across * Math.cos(angle))}`;
  const bar = [[-3, 0.5 * size], [0, 0.5 * size], [0, -0.5 * size], [-3, -0.5 * size]];
  const point = [[0, 0], [-size, 0.36 * size], [-0.8 * size, 0], [-size, -0.36 * size]];
  return `M${(barred ? bar : point).map(corner).join("L")}Z`;
}

/** An arrow's line and heads as path data, with width, dashes and colour. */
function arrowShape(arrow, view) {
  const look = arrowLook(arrow), a = view.at(arrow.from), b = view.at(arrow.to);
  const width = Math.max(look.width * view.scale, 0.8), size = Math.max(6, (15 * look.arrows.to.scaleFactor + 3 * look.width) * view.scale);
  const curve = curveBetween(a, b, look.smooth.roundness);
  const first = leaving(curve, 0, a, nodes[arrow.from].size * view.scale + 2), last = leaving(curve, 1, b, nodes[arrow.to].size * view.scale + 2);
  const barred = arrow.standing === "denied";
  const back = barred ? 0 : Math.min(size * 0.8 / (Math.hypot(b.x - a.x, b.y - a.y) || 1), 0.3);
  return {
    // as vis-network: the middle point stays where it is, though the line stops before its heads
    line: `M${spot(arrow.mutual ? curve.at(first + back) : a)}Q${spot(curve.via)} ${spot(curve.at(last - back))}`,
    heads: [arrowHead(curve, last, 1, size, barred), ...(arrow.mutual ? [arrowHead(curve, first, 0, size, barred)] : [])],
    width, dashes: arrow.deeds ? [] : [Math.max(5, look.width * 2) * view.scale, Math.max(4, look.width * 1.3) * view.scale],
    colour: look.color.color, opacity: look.color.opacity,
  };
}

const corners = (count, turn, reach = 1) => Array.from({ length: count }, (_, n) => [reach * Math.cos(turn + 2 * Math.PI * n / count), reach * Math.sin(turn + 2 * Math.PI * n / count)]);
const STAR = corners(10, -Math.PI / 2).map(([x, y], n) => (n % 2 ? [0.5 * x, 0.5 * y] : [1.1 * x, 1.1 * y]));
const OUTLINES = {
  territory: corners(6, 0), organisation: [[-1, -1], [1, -1], [1, 1], [-1, 1]], body: corners(4, 0), people: STAR,
  group: corners(3, -Math.PI / 2, 1.15), party: corners(3, Math.PI / 2, 1.15),
};

function circlePath(x, y, r) {
  return `M${round(x - r)} ${round(y)}a${round(r)} ${round(r)} 0 1 0 ${round(2 * r)} 0a${round(r)} ${round(r)} 0 1 0 ${round(-2 * r)} 0Z`;
}

/** An actor's outline as path data; a person has head and shoulders in it. */
function actorShape(id, view) {
  const { x, y } = view.at(id), r = nodes[id].size * view.scale, { kind } = actors[id], look = nodeLook(id);
  const outline = OUTLINES[kind] ? `M${OUTLINES[kind].map(([dx, dy]) => `${round(x + dx * r)} ${round(y + dy * r)}`).join("L")}Z` : circlePath(x, y, r);
  const figure = kind === "person" && r > 4.5
    ? `${circlePath(x, y - r * 0.24, r * 0.27)}M${round(x - r * 0.5)} ${round(y + r * 0.56)}a${round(r * 0.5)} ${round(r * 0.5)} 0 0 1 ${round(r)} 0Z` : null;
  return { outline, figure, fill: look.color.background, stroke: look.color.border };
}
