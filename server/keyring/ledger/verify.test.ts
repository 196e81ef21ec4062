import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type SigningKey, temporarySecrets } from "../secrets.ts";
import type { LedgerDraft } from "./entry.ts";
import { appendEntries, ledgerFile, readEntriesAfter, readHead } from "./ledger-file.ts";
import { verifyLedger } from "./verify.ts";

const { signing } = await temporarySecrets();

async function ledgerOf(t: TestContext, entries: number, key: SigningKey = signing): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), "gallra-ledger-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  await write(dir, entries, key);
  return dir;
}

async function write(dir: string, entries: number, key: SigningKey = signing): Promise<void> {
  // Another installation has destroyed other things.
  const from = key === signing ? 0 : 2;
  for (let n = 0; n < entries; n++) {
    await appendEntries(dir, key, readHead(dir), new Date(Date.UTC(2026, 5, 15, n)), [draft(from + n)]);
  }
}

function draft(n: number): LedgerDraft {
  return n % 2 === 0
    ? { kind: "subjects", companyId: 1, ids: [n.toString(16).padStart(24, "a").padEnd(32, "0")] }
    : { kind: "slices", companyId: 1, ids: [n, n + 1] };
}

function linesOf(dir: string): string[] {
  return readFileSync(ledgerFile(dir), "utf8").trimEnd().split("\n");
}

function rewrite(dir: string, lines: readonly string[]): void {
  writeFileSync(ledgerFile(dir), lines.map((line) => `${line}\n`).join(""));
}

test("a ledger as it was written is whole, an empty one too", async (t) => {
  const dir = await ledgerOf(t, 12);
  const verdict = await verifyLedger(dir, { publicJwk: signing.publicJwk });
  assert.deepEqual([verdict.ok, verdict.entries, verdict.problem], [true, 12, null]);
  assert.deepEqual((await verifyLedger(await ledgerOf(t, 0))).entries, 0);
});

test("every edit, deletion, insertion and swap is found at its line", async (t) => {
  const dir = await ledgerOf(t, 12);
  const whole = linesOf(dir);
  const foreign = linesOf(await ledgerOf(t, 12, (await temporarySecrets()).signing));
  for (let at = 0; at < whole.length; at++) {
    const line = whole[at] ?? "";
    const attempts: [string, string[], number][] = [
      ["edit", whole.with(at, line.replace('"companyId":1', '"companyId":2')), at + 1],
      ["edit of the time", whole.with(at, line.replace("2026", "2025")), at + 1],
      ["space", whole.with(at, line.replace(',"kind"', ', "kind"')), at + 1],
      ["second field", whole.with(at, line.replace(',"prev"', ',"ids":[],"prev"')), at + 1],
      ["insertion", whole.toSpliced(at, 0, line), at + 2],
      ["entry of another installation", whole.with(at, foreign[at] ?? ""), at + 1],
      ["emptied line", whole.with(at, ""), at + 1],
    ];
    if (at < whole.length - 1) {
      attempts.push(["deletion", whole.toSpliced(at, 1), at + 1]);
      attempts.push(["swap", whole.with(at, whole[at + 1] ?? "").with(at + 1, line), at + 1]);
    }
    for (const [what, lines, expected] of attempts) {
      rewrite(dir, lines);
      const verdict = await verifyLedger(dir, { publicJwk: signing.publicJwk });
      assert.equal(verdict.ok, false, `${what} at line ${at + 1}`);
      assert.equal(verdict.problem?.line, expected, `${what} at line ${at + 1}`);
    }
  }
});

test("a flipped bit anywhere in the file is found", async (t) => {
  const dir = await ledgerOf(t, 3);
  const whole = readFileSync(ledgerFile(dir));
  for (let at = 0; at < whole.length - 1; at += 3) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 7));
    writeFileSync(ledgerFile(dir), changed);
    assert.equal((await verifyLedger(dir, { publicJwk: signing.publicJwk })).ok, false, `byte ${at}`);
  }
});

test("a cut end is found by the head beside the ledger, and by the one outside when that was cut too", async (t) => {
  const dir = await ledgerOf(t, 6);
  const knownHead = readHead(dir);
  const earlier = await ledgerOf(t, 4);
  rewrite(dir, linesOf(dir).slice(0, 4));
  assert.match((await verifyLedger(dir)).problem?.reason ?? "", /cut off/);
  // Somebody who keeps an older folder whole passes by itself, and fails against what the keyring has seen.
  assert.equal((await verifyLedger(earlier)).ok, true);
  assert.match((await verifyLedger(earlier, { knownHead })).problem?.reason ?? "", /cut off/);
  rmSync(ledgerFile(dir));
  assert.equal((await verifyLedger(dir)).ok, false);
});

test("a ledger written anew with another key is found by who pins the key, and by the head outside", async (t) => {
  const dir = await ledgerOf(t, 6);
  const knownHead = readHead(dir);
  const forged = await ledgerOf(t, 6, (await temporarySecrets()).signing);
  assert.equal((await verifyLedger(forged, { publicJwk: signing.publicJwk })).ok, false);
  assert.match((await verifyLedger(forged, { knownHead })).problem?.reason ?? "", /not the one that was known/);
});

test("half a line that a crash left is passed over, removed by the next entry, and no fault", async (t) => {
  const dir = await ledgerOf(t, 3);
  appendFileSync(ledgerFile(dir), linesOf(dir)[0]?.slice(0, 80) ?? "");
  assert.equal(readHead(dir).seq, 3);
  await write(dir, 2);
  assert.deepEqual([(await verifyLedger(dir)).ok, (await verifyLedger(dir)).entries], [true, 5]);
  truncateSync(ledgerFile(dir), readFileSync(ledgerFile(dir)).length - 5);
  assert.equal((await verifyLedger(dir)).ok, false);
});

test("writers at once never fork the chain: who lost the turn is told to look again", async (t) => {
  const dir = await ledgerOf(t, 0);
  const writer = async (n: number): Promise<void> => {
    for (;;) {
      try {
        await appendEntries(dir, signing, readHead(dir), new Date(), [draft(n)]);
        return;
      } catch (error) {
        assert.equal((error as { code?: string }).code, "unavailable");
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      }
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, n) => writer(n)));
  assert.deepEqual([(await verifyLedger(dir)).ok, readHead(dir).seq], [true, 20]);
});

test("the end of a long ledger is read without its beginning, and entries are found across chunks", async (t) => {
  const dir = await ledgerOf(t, 0);
  const ids = Array.from({ length: 1_000 }, (_, n) => n.toString(16).padStart(32, "0"));
  for (let n = 0; n < 12; n++)
    await appendEntries(dir, signing, readHead(dir), new Date(), [{ kind: "subjects", companyId: 1, ids }, draft(n)]);
  assert.equal(readHead(dir).seq, 24);
  for (let seq = 0; seq <= 24; seq++) {
    assert.deepEqual(
      readEntriesAfter(dir, seq).entries.map((entry) => entry.seq),
      Array.from({ length: 24 - seq }, (_, n) => seq + 1 + n),
    );
  }
});
