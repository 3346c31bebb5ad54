"""How large our page is and how soon it is drawn, beside pyvis's own page and bare sigma.js with the same positions.

    python -m tests.browser.benchmark [ACTORS …]

One run, one machine, the same network for all three. "drawn" is from opening the file to the first complete picture: ours and
sigma when the first frame has been painted, pyvis when its physics has come to rest, which is when its picture can be read.
sigma.js and graphology are fetched by npm for the run and are no part of the project.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from kg.model import Network
from tests.browser.conftest import ARGUMENTS
from tests.viz_networks import Names, generated_network
from viz import render_page
from viz.drawing import draw

LONGEST = 300_000  # milliseconds that a page may take
SIGMA = """<!doctype html><meta charset="utf-8"><style>html,body,#g{height:100%;margin:0}</style><div id="g"></div>
<script>@GRAPHOLOGY@</script><script>@SIGMA@</script><script>
const data = @DATA@, graph = new graphology.MultiDirectedGraph();
for (const n of data.nodes) graph.addNode(n.id, { x: n.x, y: -n.y, size: n.size / 4, label: n.label, color: "#345" });
for (const e of data.edges) graph.addEdge(e.from, e.to, { size: 1, color: e.side === "conflict" ? "#cf4a17" : "#1b69b0" });
new Sigma(graph, document.getElementById("g"));
requestAnimationFrame(() => requestAnimationFrame(() => { document.documentElement.dataset.drawn = "true"; }));
</script>"""


def ours(network: Network, folder: Path, *, all_actors: bool) -> Path:
    file = folder / "ours.html"
    file.write_text(render_page(network, vocabulary=Names(), top=len(network.actors) if all_actors else 150), encoding="utf-8")
    return file


def pyvis_default(network: Network, folder: Path) -> Path:
    """What a few lines of pyvis give: its own template, physics on."""
    from pyvis.network import Network as PyvisNetwork

    page = PyvisNetwork(directed=True, cdn_resources="in_line")
    drawing = draw(network)
    for node in drawing.nodes:
        page.add_node(node["id"], label=node["label"], size=node["size"])
    for edge in drawing.edges:
        page.add_edge(edge["from"], edge["to"])
    html = page.generate_html()
    mark = 'network.once("stabilizationIterationsDone", () => { document.documentElement.dataset.drawn = "true"; });'
    html = html.replace(
        "network = new vis.Network(container, data, options);", f"network = new vis.Network(container, data, options); {mark}"
    )
    file = folder / "pyvis.html"
    file.write_text(html, encoding="utf-8")
    return file


def bare_sigma(network: Network, folder: Path, libraries: tuple[str, str]) -> Path:
    drawing = draw(network)
    data = json.dumps({"nodes": drawing.nodes, "edges": drawing.edges})
    html = SIGMA.replace("@DATA@", data).replace("@GRAPHOLOGY@", libraries[0]).replace("@SIGMA@", libraries[1])
    file = folder / "sigma.html"
    file.write_text(html, encoding="utf-8")
    return file


def sigma_libraries(folder: Path) -> tuple[str, str]:
    packages = ["sigma@3.0.0", "graphology@0.25.4"]
    subprocess.run(
        ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, *packages], check=True, capture_output=True
    )
    modules = folder / "node_modules"
    return (
        (modules / "graphology/dist/graphology.umd.min.js").read_text(encoding="utf-8"),
        (modules / "sigma/dist/sigma.min.js").read_text(encoding="utf-8"),
    )


def seconds_until_drawn(chromium: Any, file: Path) -> float | None:
    """None where the page is not drawn within ``LONGEST``. Whatever it asks the network for is refused at once."""
    page = chromium.new_page(viewport={"width": 1440, "height": 860})
    page.on("pageerror", lambda error: print(f"{file.name}: {error}", file=sys.stderr))
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(("file:", "blob:", "data:")) else route.abort())
    begun = time.perf_counter()
    try:
        page.goto(file.as_uri(), timeout=LONGEST)
        page.wait_for_selector("html[data-drawn]", state="attached", timeout=LONGEST)
        return time.perf_counter() - begun
    except Exception as error:
        if "Timeout" not in type(error).__name__:
            raise
        return None
    finally:
        page.close()


def main(sizes: list[int]) -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        libraries = sigma_libraries(folder)
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*ARGUMENTS, "--enable-unsafe-swiftshader"])
        print(f"{'actors':>7} {'page':<22} {'MB':>7} {'build s':>8} {'drawn s':>8}")
        for size in sizes:
            network = generated_network(size, size * 10)
            makers = {
                "ours": lambda n=network: ours(n, folder, all_actors=False),
                "ours, all actors": lambda n=network: ours(n, folder, all_actors=True),
                "bare sigma": lambda n=network: bare_sigma(n, folder, libraries),
                "pyvis, physics on": lambda n=network: pyvis_default(n, folder),
            }
            for title, make in makers.items():
                begun = time.perf_counter()
                file = make()
                built = time.perf_counter() - begun
                drawn = seconds_until_drawn(chromium, file)
                shown = "> 300" if drawn is None else f"{drawn:.2f}"
                print(f"{size:>7} {title:<22} {file.stat().st_size / 1e6:>7.2f} {built:>8.2f} {shown:>8}", flush=True)
        chromium.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [50, 500, 2000])
