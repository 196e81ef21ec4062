import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { type CopyStore, LOOKED_THROUGH, MEASURED, type Means, STORE_IDS } from "../../privacy/copies/copy-store.ts";
import { lastDayIn } from "../../privacy/copies/last-day.ts";
import { COPY_REGISTER } from "../../privacy/copies/register.ts";
import { GAUGES } from "./gauges.ts";

const ROOM = resolve(import.meta.dirname, "../../privacy");

/** Every module of the server that one of these loads, by its path. */
function loadedBy(...files: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = files.map((file) => join(ROOM, file));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const [, from = ""] of readFileSync(file, "utf8").matchAll(/ from "(\.[^"]+)";/g))
      open.push(resolve(dirname(file), from));
  }
  return seen;
}

const DRIVEN = {
  find: loadedBy("search.ts", "run-erasure.ts"),
  export: loadedBy("run-export.ts", "fetch-export.ts"),
  erase: loadedBy("run-erasure.ts"),
} as const;

/** What a store owes: for each verb a function that is really there and driven, or a reason. */
async function gapsOf(stores: readonly CopyStore[]): Promise<string[]> {
  const gaps: string[] = [];
  for (const store of stores) {
    for (const verb of ["find", "export", "erase"] as const)
      if (!(await isKept(store[verb], store, verb))) gaps.push(`${store.id}: ${verb}`);
    const measured = (MEASURED as readonly string[]).includes(store.id) && store.id in GAUGES;
    if (store.oldest?.by === "measured" ? !measured : measured || !isReason(store.oldest?.why))
      gaps.push(`${store.id}: oldest`);
    if (store.horizon === undefined) gaps.push(`${store.id}: horizon`);
    if (!isReason(store.describe)) gaps.push(`${store.id}: describe`);
  }
  return gaps;
}

async function isKept(means: Means | undefined, store: CopyStore, verb: keyof typeof DRIVEN): Promise<boolean> {
  switch (means?.by) {
    case "looked-through":
      return verb === "find" && (LOOKED_THROUGH as readonly string[]).includes(store.id);
    case "done":
      return await isFunction(means.step, DRIVEN[verb]);
    case "with":
      return means.store !== store.id && STORE_IDS.includes(means.store);
    case "not-here":
      return isReason(means.checked);
    case "by-itself":
      // What ends by itself has an end of its own.
      return store.horizon.by === "own-end" || store.horizon.by === "days";
    case "not-ours":
      return store.horizon.by === "operator";
    default:
      return false;
  }
}

async function isFunction(step: string, driven: ReadonlySet<string>): Promise<boolean> {
  const [file = "", name = ""] = step.split("#");
  const path = resolve(ROOM, file);
  if (!driven.has(path)) return false;
  return typeof ((await import(path)) as Record<string, unknown>)[name] === "function";
}

function isReason(text: string | undefined): boolean {
  return text !== undefined && text.trim().length >= 8;
}

test("each store of the copy register has a function that is driven for every verb, or says why it has none", async () => {
  assert.deepEqual(await gapsOf(COPY_REGISTER), []);
  assert.deepEqual(Object.keys(GAUGES).toSorted(), [...MEASURED].toSorted());
});

test("a store that is added without a verb, or with a step that nothing drives, is named", async () => {
  const [known] = COPY_REGISTER;
  assert.ok(known);
  const { find: _, oldest: __, ...rest } = known;
  const bare = { ...rest, id: "mails" } as unknown as CopyStore;
  assert.deepEqual(await gapsOf([bare]), ["mails: find", "mails: oldest"]);
  const elsewhere: CopyStore = { ...known, erase: { by: "done", step: "sweep.ts#sweep" } };
  const nowhere: CopyStore = { ...known, erase: { by: "done", step: "erase/delete-rows.ts#eraseMails" } };
  const silent: CopyStore = { ...known, export: { by: "not-here", checked: "" } };
  const endless: CopyStore = { ...known, erase: { by: "by-itself" } };
  assert.deepEqual(await gapsOf([elsewhere, nowhere, silent, endless]), [
    "subjects: erase",
    "subjects: erase",
    "subjects: export",
    "subjects: erase",
  ]);
});

test("a certificate takes the last day of what is left from the store's horizon", () => {
  const day = (id: (typeof STORE_IDS)[number]) => lastDayIn(id, "2026-06-15", "2026-10-13");
  assert.deepEqual(
    [day("inbox"), day("exports"), day("parties"), day("ledger"), day("backups")],
    ["2026-06-18", "2026-06-17", "2026-10-13", null, null],
  );
});
