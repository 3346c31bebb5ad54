// On demand: a halo around those through whom others are connected (betweenness, Brandes 2001, each tie of length 1).

let ringShares = null;

/** Each shown actor's share of the shortest ways between others, 1 for the one with most. */
function betweenness() {
  const next = new Map(shown.actors.map((id) => [id, new Set()]));
  for (const { from, to } of shown.arrows) {
    next.get(from).add(to);
    next.get(to).add(from);
  }
  const score = new Map(shown.actors.map((id) => [id, 0]));
  for (const start of shown.actors) {
    const order = [], before = new Map(), ways = new Map([[start, 1]]), far = new Map([[start, 0]]);
    const queue = [start];
    for (let n = 0; n < queue.length; n++) {
      const here = queue[n];
      order.push(here);
      for (const there of next.get(here)) {
        if (!far.has(there)) {
          far.set(there, far.get(here) + 1);
          ways.set(there, 0);
          before.set(there, []);
          queue.push(there);
        }
        if (far.get(there) === far.get(here) + 1) {
          ways.set(there, ways.get(there) + ways.get(here));
          before.get(there).push(here);
        }
      }
    }
    const passed = new Map(order.map((id) => [id, 0]));
    for (const id of order.reverse()) {
      for (const earlier of before.get(id) || []) passed.set(earlier, passed.get(earlier) + (ways.get(earlier) / ways.get(id)) * (1 + passed.get(id)));
      if (id !== start) score.set(id, score.get(id) + passed.get(id));
    }
  }
  const most = Math.max(...score.values(), 1e-9);
  return new Map([...score].map(([id, value]) => [id, value / most]));
}

function weighRings() {
  ringShares = state.rings && shown.actors.length ? betweenness() : null;
}

/** The halo's outer radius; 0 for those that connect nobody. */
function ringRadius(id) {
  const share = ringShares ? ringShares.get(id) || 0 : 0;
  return share > 0.01 ? nodes[id].size + 5 + 26 * Math.sqrt(share) : 0;
}

network.on("beforeDrawing", (context) => {
  if (!ringShares) return;
  context.fillStyle = tint(0.14);
  for (const id of shown.actors) {
    const radius = ringRadius(id);
    if (!radius) continue;
    context.beginPath();
    context.arc(nodes[id].x, nodes[id].y, radius, 0, 2 * Math.PI);
    context.fill();
  }
});
