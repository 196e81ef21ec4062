import { type ChainedRow, digestOf, GENESIS } from "../chain/digest.ts";

/** A chain as the database would have made it, for tests. */
export function madeChain(companyId: number, count: number, from = 1, before = GENESIS): ChainedRow[] {
  const rows: ChainedRow[] = [];
  for (let seq = from, prev = before; seq < from + count; seq++) {
    const row = chained(companyId, entry(seq), prev);
    rows.push(row);
    prev = row.hash;
  }
  return rows;
}

export function chained(companyId: number, row: Omit<ChainedRow, "prev" | "hash">, prev: string): ChainedRow {
  return { ...row, prev, hash: digestOf(companyId, row, prev) };
}

/** The same contents from a place on, with every hash computed again: what somebody does who knows how. */
export function rechained(companyId: number, rows: readonly ChainedRow[], from: number): ChainedRow[] {
  const kept = rows.slice(0, from);
  for (const row of rows.slice(from)) {
    const last = kept.at(-1);
    kept.push(chained(companyId, { ...row, seq: (last?.seq ?? 0) + 1 }, last?.hash ?? GENESIS));
  }
  return kept;
}

function entry(seq: number): Omit<ChainedRow, "prev" | "hash"> {
  return {
    seq,
    at: new Date(Date.UTC(2026, 0, 1, 0, seq)).toISOString().replace("Z", "000Z"),
    actorId: seq % 3 === 0 ? null : "0190a800-0000-7000-8000-000000000001",
    actor: seq % 3 === 0 ? "Gallra" : "Åsa Öberg",
    action: ["data.search", "data.select", "session.open"][seq % 3] ?? "data.search",
    subjectPseudonym: seq % 2 === 0 ? null : "0190a800-0000-7000-8000-00000000000a",
    purpose: seq % 5 === 0 ? `ärende ${seq}` : null,
    detail: `{"via": "portal", "shown": ${seq}}`,
    ip: null,
  };
}
