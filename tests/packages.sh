#!/usr/bin/env bash
# The wheel and the sdist, each installed into a clean environment, do the main job from another folder.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=${PYTHON:-python3}

"$python" -m venv "$work/build"
"$work/build/bin/pip" install --quiet build
"$work/build/bin/python" -m build --outdir "$work/dist" "$root" >/dev/null

for package in "$work"/dist/*.whl "$work"/dist/*.tar.gz; do
  name=$(basename "$package")
  "$python" -m venv "$work/env-$name"
  "$work/env-$name/bin/pip" install --quiet "$package"
  mkdir "$work/elsewhere-$name"
  cd "$work/elsewhere-$name"
  kg="$work/env-$name/bin/kg"
  sample=$("$work/env-$name/bin/python" -c 'from kg.shipped import shipped; print(shipped("data/sample"))')
  case "$sample" in "$work"/env-*) ;; *) echo "$name: the sample is read from outside the package: $sample" >&2; exit 1 ;; esac
  "$kg" build "$sample" --store store
  "$kg" query timeline --actor 日本 --store store | grep -q 2024-04-10
  "$kg" export graph.ttl --store store
  "$kg" view network.html --store store
  "$kg" check --store store
  test -s graph.ttl && test -s network.html
  echo "$name: 1 passed"
done
