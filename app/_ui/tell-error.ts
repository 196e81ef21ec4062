const MOST = 5;
const ID = /\/[0-9a-f]{8}-[0-9a-f-]{27}(?=\/|$)/;

let told = 0;

/**
 * Tells the server that a page failed: which page, in which class of error. Never its message, which may repeat what
 * somebody typed, and a few times at most: a page in a loop says nothing new.
 */
export function tellError(kind: "error" | "rejection" | "page" | "frame", error: unknown): void {
  if (++told > MOST) return;
  const name = error instanceof Error || error instanceof DOMException ? error.name : "other";
  const page = globalThis.location.pathname.replace(ID, "/[id]");
  const release = document.documentElement.dataset["release"] ?? "0.0.0";
  void fetch("/api/client-logs", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ kind, page, class: name, release }),
    keepalive: true,
  }).catch(() => undefined);
}
