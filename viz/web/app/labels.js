// Names beside their actors: of one size at every zoom, with a halo, never over one another; the strongest come first.

const ALWAYS_NAMED = 10;
const FONTS = 'system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** How the picture stands on the screen: { scale, width, at(actor) }; an export has a screen of its own. */
function screenView() {
  return { scale: network.getScale(), width: container.clientWidth, at: (id) => network.canvasToDOM({ x: nodes[id].x, y: nodes[id].y }) };
}

const overlaps = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** A raster that finds what lies near a box without looking at everything. */
class Raster {
  constructor(cell = 90) {
    this.cell = cell;
    this.boxes = new Map();
  }
  * keys({ left, right, top, bottom }) {
    for (let x = Math.floor(left / this.cell); x <= Math.floor(right / this.cell); x++) {
      for (let y = Math.floor(top / this.cell); y <= Math.floor(bottom / this.cell); y++) yield x * 100003 + y;
    }
  }
  add(box) {
    for (const key of this.keys(box)) {
      const list = this.boxes.get(key);
      if (list) list.push(box);
      else this.boxes.set(key, [box]);
    }
  }
  meets(box) {
    for (const key of this.keys(box)) if ((this.boxes.get(key) || []).some((other) => overlaps(box, other))) return true;
    return false;
  }
}

function fontOf(id, scale) {
  const large = nodes[id].size > 17;
  const size = Math.max(12, Math.min(17, (large ? 14 : 12.5) * Math.sqrt(scale)));
  return { size, weight: large ? 650 : 450, text: `${large ? 650 : 450} ${size}px ${FONTS}` };
}

/** How many arrows leave each actor downwards, upwards, to the right, to the left: a name does not like to lie on them. */
let arrowSides = new Map();

function countArrowSides() {
  arrowSides = new Map(shown.actors.map((id) => [id, [0, 0, 0, 0]]));
  for (const { from, to } of shown.arrows) {
    for (const [a, b] of [[from, to], [to, from]]) {
      const dx = nodes[b].x - nodes[a].x, dy = nodes[b].y - nodes[a].y;
      const side = Math.abs(dy) > 0.8 * Math.abs(dx) ? (dy > 0 ? 0 : 1) : dx > 0 ? 2 : 3;
      arrowSides.get(a)[side] += 1;
    }
  }
}

/** Places for a label: below, above, right, left, then the corners; those with fewer arrows first, below where nothing speaks against it. */
function labelPlaces({ id, x, y, r }, width, size, room) {
  const high = size * 1.25, crowd = arrowSides.get(id);
  const across = r + 5 + width / 2, down = r + 3 + high / 2, corner = r * 0.7;
  const middles = [[0, down], [0, -down], [across, 0], [-across, 0]].map(([dx, dy], n) => [dx, dy, Math.min(crowd[n], 3) + n * 0.9]);
  const corners = [[1, 1], [-1, 1], [1, -1], [-1, -1]].map(([h, v], n) => [h * (corner + 3 + width / 2), v * (corner + 2 + high / 2), 7 + n]);
  return [...middles, ...corners].sort((a, b) => a[2] - b[2]).map(([dx, dy]) => {
    // at the rim a name moves inwards a little rather than away
    const wanted = x + dx, inside = Math.max(2 + width / 2, Math.min(room - 2 - width / 2, wanted));
    const at = Math.abs(inside - wanted) <= 40 ? inside : wanted;
    return { x: at, y: y + dy, left: at - width / 2, right: at + width / 2, top: y + dy - high / 2, bottom: y + dy + high / 2 };
  });
}

/** Labels with their places, none over another one or over an actor or `obstacles`. */
function placeLabels(context, view, obstacles = []) {
  const raster = new Raster();
  const discs = shown.actors.map((id) => ({ id, ...view.at(id), r: nodes[id].size * view.scale }));
  // a disc fills less than the square around it: a name may cut the corners
  for (const { x, y, r } of discs) raster.add({ left: x - 0.85 * r, right: x + 0.85 * r, top: y - 0.85 * r, bottom: y + 0.85 * r });
  // the strongest must have their names: those may lie over a weak actor, never over a strong one or another name
  const strict = new Raster();
  for (const { x, y, r } of discs.slice(0, ALWAYS_NAMED)) strict.add({ left: x - 0.85 * r, right: x + 0.85 * r, top: y - 0.85 * r, bottom: y + 0.85 * r });
  for (const box of obstacles) {
    raster.add(box);
    strict.add(box);
  }
  const pointed = [hovered, state.selected].filter(Boolean).flatMap(({ from, to }) => [from, to]).concat(state.actors);
  const wanted = (id) => pointed.includes(id);
  const named = new Set(shown.actors.slice(0, ALWAYS_NAMED));
  const order = [...discs].sort((a, b) => wanted(b.id) - wanted(a.id) || a.id - b.id);
  const placed = [];
  for (const disc of order) {
    if (disc.x < -80 || disc.x > view.width + 80) continue;
    const name = nameOf(disc.id);
    const font = fontOf(disc.id, view.scale);
    context.font = font.text;
    const width = context.measureText(name).width;
    const places = labelPlaces(disc, width, font.size, view.width).filter((box) => box.left >= 2 && box.right <= view.width - 2);
    const place = places.find((box) => !raster.meets(box)) || (named.has(disc.id) && places.find((box) => !strict.meets(box)));
    if (!place) continue;
    raster.add(place);
    strict.add(place);
    placed.push({ ...place, id: disc.id, name, font });
  }
  return placed;
}

/** What lies over the picture: names keep clear of it. */
function coveredBoxes() {
  return ["note", "focus", "zoom"].map((id) => document.getElementById(id)).filter((element) => element.offsetWidth).map((element) => (
    { left: element.offsetLeft, right: element.offsetLeft + element.offsetWidth, top: element.offsetTop, bottom: element.offsetTop + element.offsetHeight }));
}
