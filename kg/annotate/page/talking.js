// Requests to the server that this page came from. The token stands behind the # of the address, which no server is ever told.

const KEPT = "token";
if (location.hash.length > 1) {
  sessionStorage.setItem(KEPT, location.hash.slice(1));
  history.replaceState(null, "", "/");
}

async function ask(path, options = {}) {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(KEPT) ?? ""}`, ...(options.headers ?? {}) };
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch {
    throw Object.assign(new Error("unreachable"), { status: 0 });
  }
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error), { status: response.status });
  return answer;
}

const query = (path, parameters) => ask(`${path}?${new URLSearchParams(parameters)}`);

export const choices = () => ask("/api/choices");
export const articles = () => ask("/api/articles");
export const article = (id) => query("/api/article", { id });
export const countryOf = async (label) => (await query("/api/country", { label })).country;
export const save = (id, version, events) =>
  ask("/api/article", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id, version, events }) });
