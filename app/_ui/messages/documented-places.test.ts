import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { en } from "./en.ts";

const DOCS = join(import.meta.dirname, "../../../docs");
const SECTIONS = "Overview|Data management|Sources|Processing|Retention|Maintenance|Companies|People|Profiles|Audit";
/** `*Processing > Layouts*`, `**Maintenance → Jobs**`, `*Sources*, *Edges*`, also over the end of a line. */
const PLACES = [
  new RegExp(`(\\*\\*?)((?:${SECTIONS})(?:\\s*(?:,|>|→)\\s*[^*]{1,40})+)\\1`, "g"),
  new RegExp(`(\\*)((?:${SECTIONS})\\*,\\s+\\*[^*]{1,40})\\1`, "g"),
];

test("every place of the portal to which a document leads is called so there", () => {
  const words = new Set<string>(Object.values(en).flatMap((value) => (typeof value === "string" ? [value] : [])));
  const places = pages().flatMap(({ path, text }) =>
    PLACES.flatMap((pattern) => [...text.matchAll(pattern)]).map((match) => ({ path, place: match[2] ?? "" })),
  );
  assert.ok(places.length > 15);
  const unknown = places.flatMap(({ path, place }) =>
    place
      .split(/\*?\s*[,>→]\s*\*?/)
      .map((part) => part.replace(/\.$/, "").replaceAll(/\s+/g, " "))
      .filter((part) => !words.has(part))
      .map((part) => `${path}: ${part}`),
  );
  assert.deepEqual(unknown, []);
});

function pages() {
  return ["", "drivers", "sources", "sources/pbx"].flatMap((folder) =>
    readdirSync(join(DOCS, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => ({ path: join(folder, name), text: readFileSync(join(DOCS, folder, name), "utf8") })),
  );
}
