import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { openQueue } from "#workers/queue/open-queue.ts";
import { JOB_NAMES, type JobHandlers } from "../../jobs/catalogue.ts";
import { createLog } from "../../log.ts";
import { dataCatalogue } from "../../store/catalogue.ts";
import { CLASSIFIED, CLASSIFIED_FILES } from "./classified.ts";
import { CANARY_STORES, LOOKED_THROUGH, STORE_IDS } from "./copy-store.ts";
import { COPY_REGISTER } from "./register.ts";
import { unclassifiedFiles, unclassifiedTables } from "./unclassified.ts";

const idle = Object.fromEntries(JOB_NAMES.map((name) => [name, async () => undefined])) as unknown as JobHandlers;

test("every column of every table of both clusters is classified, the queue's and the migrations' too", async (t) => {
  const database = await openTestDatabase(t);
  const queue = await openQueue(
    database.clusterHome,
    idle,
    createLog("test", () => undefined),
  );
  t.after(() => queue.stop());
  const data = await dataCatalogue(database.data("web"));
  assert.ok(data.some(({ table }) => table === "pgboss.job"));
  const keyring = await dataCatalogue(database.keyring("web"));
  const findings = [...unclassifiedTables("data", data), ...unclassifiedTables("keyring", keyring)];
  assert.equal(findings.length, 0, `\n${findings.map(({ name, advice }) => `${name}: ${advice}`).join("\n")}`);

  // It must be able to fail: a column and a table that nobody has told of.
  await database.data("owner")`alter table data.company add column nickname text`;
  await database.keyring("owner")`create table keyring.people (number text)`;
  const found = [
    ...unclassifiedTables("data", await dataCatalogue(database.data("web"))),
    ...unclassifiedTables("keyring", await dataCatalogue(database.keyring("web"))),
  ];
  assert.deepEqual(
    found.map(({ what, name }) => [what, name]),
    [
      ["column", "data.company.nickname"],
      ["table", "keyring.people"],
    ],
  );
  assert.match(found[1]?.advice ?? "", /table\("keyring\.people", "STORE", \{ plain: "number" \}\)/);
});

test("no table holds a caller's identifier as it is, and what the schema calls personal is not classified as plain", () => {
  const kinds = [...CLASSIFIED.data, ...CLASSIFIED.keyring].flatMap(({ columns }) => [...columns.values()]);
  assert.ok(kinds.length > 300);
  assert.ok(!kinds.includes("outside"));
  const schema = join(import.meta.dirname, "../../../db/data/schema");
  const classified = new Map(CLASSIFIED.data.map((one) => [one.table, one.columns]));
  let personal = 0;
  for (const file of readdirSync(schema)) {
    const text = readFileSync(join(schema, file), "utf8");
    const table = /dataSchema\.table\(\s*"(\w+)"/.exec(text)?.[1];
    if (table === undefined) continue;
    for (const [, column = "", said] of text.matchAll(
      /^ +\w+: \w+\("(\w+)".*\/\/ (personal|pseudonym|sealed|secret)/gm,
    )) {
      personal++;
      const kind = classified.get(`data.${table}`)?.get(column);
      assert.notEqual(kind, "plain", `data.${table}.${column} is ${said} in its schema file`);
    }
  }
  assert.ok(personal > 30);
});

test("a file of the home that nobody has classified is named with the line to add", () => {
  const [found] = unclassifiedFiles(["inbox", "exports", "secrets", "old.csv"]);
  assert.deepEqual([found?.what, found?.name], ["file", "old.csv"]);
  assert.match(found?.advice ?? "", /\{ name: \/\^old\\\.csv\$\/, store: "STORE" \}/);
  assert.equal(unclassifiedFiles(["inbox"]).length, 0);
});

test("every store of the register stands somewhere, once, and what the re-search looks through is what the register says", () => {
  assert.deepEqual(
    COPY_REGISTER.map(({ id }) => id),
    [...STORE_IDS],
  );
  const places = new Set([
    ...[...CLASSIFIED.data, ...CLASSIFIED.keyring].map(({ store }) => store),
    ...CLASSIFIED_FILES.map(({ store }) => store),
  ]);
  for (const { id, at } of COPY_REGISTER)
    if (at !== "outside") assert.ok(places.has(id), `${id} has no table and no file`);
  for (const id of places) assert.ok(STORE_IDS.includes(id));
  const through = COPY_REGISTER.filter(({ find }) => find.by === "looked-through").map(({ id }) => id);
  assert.deepEqual(through.toSorted(), [...LOOKED_THROUGH].toSorted());
  for (const store of COPY_REGISTER) {
    for (const means of [store.find, store.export, store.erase])
      if (means.by === "with") assert.notEqual(means.store, store.id);
    const stands = (CANARY_STORES as readonly string[]).includes(store.id);
    assert.equal(stands, store.form !== "never" && store.noCanary === undefined, `how the canary reaches ${store.id}`);
    if (store.form === "plain") assert.equal(store.id, "dropped-files", "nothing of ours holds a number as it is");
  }
});
