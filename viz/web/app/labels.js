// Names beside their actors: of one size at every zoom, with a halo, never over one another; the strongest come first.

let nearActors = null;

/** Boxes that labels must not cover. */
function discBoxes(scale) {
  return shown.actors.map((id) => {
    const { x, y } = network.canvasToDOM({ x: nodes[id].x, y: nodes[id].y });
    return { id, x, y, r: nodes[id].size * scale };
  });
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
      for (let y = Math.floor(top / this.cell); y <= Math.floor(bottom / this.cell); y++) yield `${x},${y}`;
    }
  }
  add(box) {
    for (const key of this.keys(box)) this.boxes.set(key, [...(this.boxes.get(key) || []), box]);
  }
  meets(box) {
    for (const key of this.keys(box)) {
      if ((this.boxes.get(key) || []).some((other) => overlaps(box, other))) return true;
    }
    return false;
  }
}

function fontOf(id, scale) {
  const large = nodes[id].size > 17;
  const size = Math.max(12, Math.min(17, (large ? 14 : 12.5) * Math.sqrt(scale)));
  return { size, text: `${large ? 650 : 450} ${size}px ${FONTS}` };
}

const FONTS = 'system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** Places for a label, best first: below, above, right, left. */
function* labelPlaces(disc, width, size) {
  const high = size * 1.25;
  const { x, y, r } = disc;
  yield { x, y: y + r + 3 + high / 2, left: x - width / 2, right: x + width / 2, top: y + r + 3, bottom: y + r + 3 + high };
  yield { x, y: y - r - 3 - high / 2, left: x - width / 2, right: x + width / 2, top: y - r - 3 - high, bottom: y - r - 3 };
  yield { x: x + r + 5 + width / 2, y, left: x + r + 5, right: x + r + 5 + width, top: y - high / 2, bottom: y + high / 2 };
  yield { x: x - r - 5 - width / 2, y, left: x - r - 5 - width, right: x - r - 5, top: y - high / 2, bottom: y + high / 2 };
}

/** Labels with their places on the screen, none over another one or over an actor. */
function placeLabels(context, scale) {
  const raster = new Raster();
  const discs = discBoxes(scale);
  for (const { x, y, r } of discs) raster.add({ left: x - r, right: x + r, top: y - r, bottom: y + r });
  const wanted = (id) => (hovered && hovered.from === id) || (state.selected && state.selected.from === id) || state.actors.includes(id);
  const order = [...discs].sort((a, b) => wanted(b.id) - wanted(a.id) || a.id - b.id);
  const placed = [];
  for (const disc of order) {
    if (nearActors && !nearActors.has(disc.id) && disc.r < 4) continue;
    const name = nameOf(disc.id);
    const font = fontOf(disc.id, scale);
    context.font = font.text;
    const width = context.measureText(name).width;
    for (const place of labelPlaces(disc, width, font.size)) {
      if (place.left < 2 || place.right > container.clientWidth - 2 || raster.meets(place)) continue;
      raster.add(place);
      placed.push({ ...place, id: disc.id, name, font });
      break;
    }
  }
  return placed;
}

/** Head and shoulders in a person's circle. */
function drawFigure(context, x, y, r) {
  context.beginPath();
  context.arc(x, y - r * 0.24, r * 0.27, 0, 2 * Math.PI);
  context.moveTo(x + r * 0.5, y + r * 0.56);
  context.arc(x, y + r * 0.56, r * 0.5, 0, Math.PI, true);
  context.closePath();
  context.fill();
}

function drawLabels(context) {
  if (!shown) return;
  const scale = network.getScale();
  const ratio = context.canvas.width / container.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const id of shown.actors) {
    if (actors[id].kind !== "person" || nodes[id].size * scale < 5) continue;
    const { x, y } = network.canvasToDOM({ x: nodes[id].x, y: nodes[id].y });
    context.fillStyle = tint(nearActors && !nearActors.has(id) ? 0.3 : 0.72);
    drawFigure(context, x, y, nodes[id].size * scale);
  }
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = colours.paper;
  for (const label of placeLabels(context, scale)) {
    context.globalAlpha = nearActors && !nearActors.has(label.id) ? 0.35 : 1;
    context.font = label.font.text;
    context.strokeText(label.name, label.x, label.y);
    context.fillStyle = colours.ink;
    context.fillText(label.name, label.x, label.y);
  }
  context.restore();
}

network.on("afterDrawing", drawLabels);
