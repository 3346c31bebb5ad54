# Real SPARQL servers for the tests, on ports of 127.0.0.1 that are free; to be sourced by bash.
#   . tests/servers.sh; start_servers DIR; pytest -m server; stop_servers
# Needs the command `oxigraph` (PyPI: oxigraph) and `virtuoso-t` (Debian: virtuoso-opensource-7-bin).

start_servers() {
  local oxigraph virtuoso sql
  servers_dir=$1
  read -r oxigraph virtuoso sql < <(python3 -c '
import socket
free = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(s.getsockname()[1] for s in free))')
  mkdir -p "$servers_dir/oxigraph" "$servers_dir/virtuoso"
  oxigraph serve --location "$servers_dir/oxigraph" --bind "127.0.0.1:$oxigraph" --timeout-s 30 >"$servers_dir/oxigraph.log" 2>&1 &
  oxigraph_pid=$!
  cat >"$servers_dir/virtuoso/virtuoso.ini" <<INI
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:$sql
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:$virtuoso
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 10000
INI
  (cd "$servers_dir/virtuoso" && exec virtuoso-t +configfile virtuoso.ini +foreground >>"$servers_dir/virtuoso.log" 2>&1) &
  virtuoso_pid=$!
  export GEOKG_OXIGRAPH_URL=http://127.0.0.1:$oxigraph
  export GEOKG_VIRTUOSO_URL=http://127.0.0.1:$virtuoso/sparql
  # dba, with the password that every new Virtuoso has: it listens on this machine only and goes with the tests
  export GEOKG_VIRTUOSO_USER=dba GEOKG_VIRTUOSO_PASSWORD=dba
  python3 - "$oxigraph_pid" "$virtuoso_pid" "$GEOKG_OXIGRAPH_URL/query" "$GEOKG_VIRTUOSO_URL" <<'PY' || { stop_servers; tail -n 5 "$servers_dir"/*.log >&2; return 1; }
import os, sys, time, urllib.request
pids, urls = map(int, sys.argv[1:3]), sys.argv[3:]
for pid, url in zip(pids, urls):
    for _ in range(240):
        try:
            os.kill(pid, 0)
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}?query=ASK%7B%7D", timeout=5).read()
            break
        except ProcessLookupError:
            sys.exit(f"the server for {url} has ended")
        except OSError:
            time.sleep(0.5)
    else:
        sys.exit(f"{url} does not answer")
PY
}

stop_servers() {
  local pid
  for pid in ${oxigraph_pid:-} ${virtuoso_pid:-}; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  oxigraph_pid='' virtuoso_pid=''
}
