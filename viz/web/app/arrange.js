// Where actors stand on the screen: at the places that the layout gave them, drawn out to fill it; a few in a ring.

const homes = nodes.map(({ x, y }) => ({ x, y }));
const FEW = 8;
let arrangement = { key: null, wide: 1, high: 1, ring: new Map() };

/** How far the layout must be drawn out in width or height to have the screen's shape. */
function drawnOut(ids) {
  const reach = (key) => Math.max(60, Math.max(...ids.map((id) => homes[id][key])) - Math.min(...ids.map((id) => homes[id][key])));
  const missing = (container.clientWidth - 160) / (container.clientHeight - 90) / (reach("x") / reach("y"));
  return { wide: Math.min(2, Math.max(1, missing)), high: Math.min(2, Math.max(1, 1 / missing)) };
}

/** A few actors around a ring, in the order in which they stand around their middle. */
function ringOf(ids) {
  const middle = (key) => ids.reduce((sum, id) => sum + homes[id][key], 0) / ids.length;
  const [x, y] = [middle("x"), middle("y")];
  const angle = (id) => Math.atan2(homes[id].y - y, homes[id].x - x);
  const order = [...ids].sort((a, b) => angle(a) - angle(b) || a - b);
  // three make a triangle with its point up, two stand side by side
  const first = ids.length === 2 ? Math.PI : -Math.PI / 2, shape = Math.min(1.9, Math.max(0.6, container.clientWidth / container.clientHeight));
  const far = 130 + 22 * ids.length;
  return new Map(order.map((id, n) => {
    const turn = first + 2 * Math.PI * n / ids.length;
    return [id, { x: Math.round(far * shape * Math.cos(turn)), y: Math.round(far * Math.sin(turn)) }];
  }));
}

/** Give every actor its place. It changes with the focus, the level and the window, not with filters or in play. */
function arrange() {
  if (!container.clientHeight || !shown.actors.length) return;
  const key = JSON.stringify([state.actors, state.event, state.level, state.top, container.clientWidth, container.clientHeight]);
  if (key !== arrangement.key) {
    const ids = shown.actors, focused = state.actors.length > 0 || state.event !== null;
    arrangement = { key, wide: 1, high: 1, ...(ids.length > 1 ? drawnOut(ids) : {}), ring: focused && ids.length > 1 && ids.length <= FEW ? ringOf(ids) : new Map() };
  }
  const { wide, high, ring } = arrangement;
  for (const id of shown.actors) Object.assign(nodes[id], ring.get(id) || { x: Math.round(homes[id].x * wide), y: Math.round(homes[id].y * high) });
}

/** Bring all that is shown into the picture, labels included: those keep their size, whatever the zoom. */
function showAll(animated = true) {
  if (!shown.actors.length || !container.clientWidth) return;
  const spots = shown.actors.map((id) => nodes[id]);
  const ends = (key) => [Math.min(...spots.map((spot) => spot[key] - spot.size)), Math.max(...spots.map((spot) => spot[key] + spot.size))];
  const [left, right] = ends("x"), [top, bottom] = ends("y");
  const room = { x: Math.min(76, container.clientWidth / 12), top: 34, bottom: 30 };
  const scale = Math.min((container.clientWidth - 2 * room.x) / Math.max(right - left, 1), (container.clientHeight - room.top - room.bottom) / Math.max(bottom - top, 1), 1.25);
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (room.bottom - room.top) / 2 / scale };
  network.moveTo({ position, scale, animation: animated && shown.arrows.length < 1500 ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
}
