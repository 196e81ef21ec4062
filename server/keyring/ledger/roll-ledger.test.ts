import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { temporarySecrets } from "../secrets.ts";
import { appendEntries, ledgerFile, readEntriesAfter, readHead } from "./ledger-file.ts";
import { rollLedger } from "./roll-ledger.ts";
import { verifyLedger } from "./verify.ts";

test("what lies before the last given-up root key is put aside; the chain over all files is whole, goes on, and an edit in any of them is found", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "gallra-roll-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const { signing } = await temporarySecrets();
  const write = async (kind: "slices" | "root", n: number) =>
    await appendEntries(dir, signing, readHead(dir), new Date(Date.UTC(2026, 5, 15, 0, n)), [
      kind === "slices"
        ? { kind, companyId: 1, ids: [n] }
        : { kind, companyId: 0, ids: [`old${n}`, `new${n}`], generation: n },
    ]);
  for (let n = 1; n <= 4; n++) await write("slices", n);
  assert.equal(await rollLedger(dir, 0), false, "no root key has been given up yet");
  await write("root", 5);
  await write("slices", 6);
  assert.equal(await rollLedger(dir), false, "a small file stays");
  const whole = readFileSync(ledgerFile(dir), "utf8");
  assert.equal(await rollLedger(dir, 0), true);
  for (let n = 7; n <= 9; n++) await write("slices", n);
  await write("root", 10);
  assert.equal(await rollLedger(dir, 0), true);
  await write("slices", 11);
  assert.deepEqual(
    readdirSync(dir)
      .filter((name) => name.endsWith(".jsonl"))
      .sort(),
    ["ledger-1-4.jsonl", "ledger-5-9.jsonl", "ledger.jsonl"],
  );
  assert.deepEqual(
    readEntriesAfter(dir, 10).entries.map((entry) => entry.seq),
    [11],
  );
  const check = async (options = {}) => await verifyLedger(dir, { publicJwk: signing.publicJwk, ...options });
  assert.deepEqual([(await check()).ok, (await check()).entries], [true, 11]);
  assert.deepEqual([(await check({ livingOnly: true })).ok, (await check({ livingOnly: true })).entries], [true, 11]);
  for (const name of ["ledger-1-4.jsonl", "ledger-5-9.jsonl", "ledger.jsonl"]) {
    const text = readFileSync(join(dir, name), "utf8");
    writeFileSync(join(dir, name), text.replace('"ids":[', '"ids":[99,'));
    assert.equal((await check()).ok, false, name);
    assert.equal((await check({ livingOnly: true })).ok, name !== "ledger.jsonl", name);
    writeFileSync(join(dir, name), text);
  }
  rmSync(join(dir, "ledger-5-9.jsonl"));
  assert.match((await check()).problem?.reason ?? "", /entry 5 is missing/);
  // A kill between the two files: the living one still holds what was put aside.
  rmSync(dir, { recursive: true });
  await write("slices", 1);
  writeFileSync(ledgerFile(dir), whole);
  writeFileSync(join(dir, "ledger-1-4.jsonl"), whole.split("\n").slice(0, 4).join("\n"));
  rmSync(join(dir, "head.json"));
  assert.deepEqual([(await check()).ok, (await check()).entries], [true, 6]);
});
