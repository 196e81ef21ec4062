import assert from "node:assert/strict";
import { test } from "node:test";
import { chained, madeChain, rechained } from "../testing/made-chain.ts";
import { type ChainedRow, digestOf } from "./digest.ts";
import type { ChainVerdict } from "./verdict.ts";
import { ChainVerifier, type KnownHead } from "./verifier.ts";

const COMPANY = 7;
const whole = madeChain(COMPANY, 40);
const end = endOf(whole);

function endOf(rows: readonly ChainedRow[]) {
  const last = rows.at(-1);
  return last === undefined ? null : { seq: last.seq, hash: last.hash };
}

function headAt(seq: number): KnownHead {
  return { seq, hash: whole[seq - 1]?.hash ?? "", day: "2026-01-01" };
}

function verdictOn(
  rows: readonly ChainedRow[],
  given: {
    heads?: KnownHead[];
    end?: { seq: number; hash: string } | null;
    start?: { seq: number; hash: string };
  } = {},
): ChainVerdict {
  const verifier = new ChainVerifier({ companyId: COMPANY, heads: given.heads ?? [], start: given.start });
  for (const row of rows) verifier.add(row);
  return verifier.finish(given.end === undefined ? null : given.end);
}

const numbered = (rows: readonly ChainedRow[]) => rows.map((row, i) => ({ ...row, seq: i + 1 }));
const told = ({ problem }: ChainVerdict) => [problem?.kind, problem?.seq];

test("an untouched chain is whole, an empty one too, and one that begins behind a checkpoint", () => {
  assert.deepEqual(verdictOn(whole, { end, heads: [headAt(10), headAt(40)] }), {
    ok: true,
    rows: 40,
    first: 1,
    head: end,
    heads: 2,
    lastHead: { seq: 40, day: "2026-01-01" },
    problem: null,
  });
  assert.equal(verdictOn([]).ok, true);
  const rest = verdictOn(whole.slice(25), { start: headAt(25), end, heads: [headAt(10), headAt(25), headAt(30)] });
  assert.deepEqual([rest.ok, rest.rows, rest.first, rest.heads], [true, 15, 26, 2]);
});

test("every change of every field of every entry is found at that entry", () => {
  const changes: Partial<ChainedRow>[] = [
    { at: "2026-01-01T00:00:00.000001Z" },
    { actorId: "0190a800-0000-7000-8000-000000000002" },
    { actorId: null, actor: "somebody" },
    { actor: "Nobody" },
    { action: "data.export" },
    { subjectPseudonym: "0190a800-0000-7000-8000-00000000000b" },
    { purpose: "" },
    { detail: "{}" },
    { ip: "192.0.2.1" },
    { prev: "f".repeat(64) },
    { hash: "f".repeat(64) },
  ];
  for (let at = 0; at < whole.length; at++) {
    for (const change of changes) {
      const row = whole[at];
      if (row === undefined) continue;
      assert.deepEqual(
        told(verdictOn(whole.with(at, { ...row, ...change }), { end })),
        ["edited", at + 1],
        `${at + 1}`,
      );
    }
  }
});

test("a deleted entry is found at its number, whether the later ones were numbered anew or not", () => {
  for (let at = 0; at < whole.length - 1; at++) {
    assert.deepEqual(told(verdictOn(whole.toSpliced(at, 1), { end })), ["deleted", at + 1]);
    assert.deepEqual(told(verdictOn(numbered(whole.toSpliced(at, 1)), { end })), ["deleted", at + 1]);
  }
  assert.deepEqual(told(verdictOn(whole.slice(5), { end })), ["deleted", 1]);
});

test("an inserted entry is found, with the hash of another one, with one of its own, or as a copy", () => {
  for (let at = 1; at < whole.length; at++) {
    const before = whole[at - 1];
    const here = whole[at];
    if (before === undefined || here === undefined) continue;
    const forged = { ...here, actor: "Mallory", seq: at + 1 };
    const fitting = chained(COMPANY, forged, before.hash);
    const foreign = { ...forged, prev: "a".repeat(64), hash: "b".repeat(64) };
    for (const row of [forged, fitting, foreign]) {
      const rows = numbered(whole.toSpliced(at, 0, row));
      assert.deepEqual(told(verdictOn(rows, { end })), ["inserted", at + 1]);
      // A signed head in the same place tells no other story.
      assert.deepEqual(told(verdictOn(rows, { end, heads: [headAt(at + 1)] })), ["inserted", at + 1]);
    }
  }
});

test("two entries in each other's place are found at the first of them, neighbours too", () => {
  for (const [a, b] of [
    [0, 1],
    [3, 9],
    [0, 39],
    [38, 39],
  ] as const) {
    const [one, two] = [whole[a], whole[b]];
    if (one === undefined || two === undefined) continue;
    assert.deepEqual(told(verdictOn(numbered(whole.with(a, two).with(b, one)), { end })), ["swapped", a + 1], `${a}`);
    // Lines of a file that were exchanged with their numbers.
    assert.deepEqual(told(verdictOn(whole.with(a, two).with(b, one), { end })), ["swapped", a + 1]);
  }
});

test("a cut end is found by the head beside it, and by a signed one when that was cut too", () => {
  const cut = whole.slice(0, 30);
  assert.deepEqual(told(verdictOn(cut, { end })), ["truncated", 31]);
  assert.equal(verdictOn(cut, { end: endOf(cut) }).ok, true);
  assert.deepEqual(told(verdictOn(cut, { end: endOf(cut), heads: [headAt(20), headAt(35)] })), ["truncated", 31]);
  assert.deepEqual(told(verdictOn([], { heads: [headAt(5)] })), ["truncated", 1]);
});

test("a chain that was computed anew is found by the first signed head behind the change", () => {
  const row = whole[21];
  if (row === undefined) return;
  const rewritten = rechained(COMPANY, whole.with(21, { ...row, actor: "Mallory" }), 21);
  assert.equal(verdictOn(rewritten, { end: endOf(rewritten) }).ok, true);
  const heads = [headAt(10), headAt(20), headAt(30), headAt(40)];
  const { problem } = verdictOn(rewritten, { end: endOf(rewritten), heads });
  assert.deepEqual(problem, { kind: "rewritten", seq: 30, after: 20 });
  // Another company's chain, or the same rows under another number of the company, is none of ours.
  assert.equal(verdictOn(madeChain(8, 3)).problem?.seq, 1);
});

test("two rows that differ never have the same encoding", () => {
  const [row] = whole;
  if (row === undefined) return;
  const base = digestOf(COMPANY, row, row.prev);
  for (const other of [
    { ...row, actor: `${row.actor}11:data.search`, action: "" },
    { ...row, purpose: "-" },
    { ...row, ip: "" },
    { ...row, purpose: row.ip, ip: "x" },
  ])
    assert.notEqual(digestOf(COMPANY, other, row.prev), base);
});
