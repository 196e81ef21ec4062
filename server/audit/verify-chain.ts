import type { Sql } from "#db/clients.ts";
import type { Keyring } from "../keyring/index.ts";
import { type AuditState, auditRows, auditState, withAuditOf } from "../store/index.ts";
import { ChainVerifier, type KnownHead } from "./chain/verifier.ts";
import type { ChainVerdict } from "./chain/verdict.ts";
import { verifyHead } from "./heads/statement.ts";

export interface VerifyChainOptions {
  readonly heads: readonly KnownHead[];
  /** The public half of the installation's signing key: a checkpoint must be signed by it. */
  readonly key: Keyring["signing"]["publicJwk"];
  readonly pageSize?: number;
  /** Told after each page; a throw ends the reading. */
  readonly onPage?: (done: number, total: number) => Promise<void>;
}

/**
 * Reads the whole audit of a company (0: the installation's) as it stands now, page by page, and says whether it is unbroken.
 * Role web. What is written meanwhile is left for the next time; what is purged meanwhile begins the reading anew.
 */
export async function verifyChain(sql: Sql, companyId: number, options: VerifyChainOptions): Promise<ChainVerdict> {
  for (let attempt = 1; ; attempt++) {
    const before = await withAuditOf(sql, companyId, (tx) => auditState(tx, companyId));
    const verdict = await readOnce(sql, companyId, before, options);
    if (verdict.ok || attempt === ATTEMPTS) return verdict;
    const after = await withAuditOf(sql, companyId, (tx) => auditState(tx, companyId));
    if (after?.checkpoint?.seq === before?.checkpoint?.seq) return verdict;
  }
}

const ATTEMPTS = 3;
const PAGE = 2_000;

async function readOnce(
  sql: Sql,
  companyId: number,
  state: AuditState | null,
  options: VerifyChainOptions,
): Promise<ChainVerdict> {
  const { heads, key, onPage, pageSize = PAGE } = options;
  const start = state?.checkpoint ?? undefined;
  if (start !== undefined && !(await isSignedStart(start, companyId, key))) return unsignedStart(start);
  const verifier = new ChainVerifier({ companyId, start, heads });
  const end = state?.seq ?? 0;
  const from = start?.seq ?? 0;
  let last = from;
  for (;;) {
    const rows = await withAuditOf(sql, companyId, (tx) => auditRows(tx, companyId, last, pageSize));
    for (const row of rows) if (row.seq <= end || verifier.puzzled) verifier.add(row);
    last = rows.at(-1)?.seq ?? last;
    await onPage?.(Math.min(last, end) - from, end - from);
    if (verifier.settled || rows.length < pageSize || (last >= end && !verifier.puzzled)) break;
  }
  const verdict = verifier.finish(state === null ? null : { seq: end, hash: state.hash });
  return verdict.ok ? await withoutTail(sql, companyId, verdict) : verdict;
}

/** An entry that stands there before the head knows of it was put there past the only way in. */
async function withoutTail(sql: Sql, companyId: number, verdict: ChainVerdict): Promise<ChainVerdict> {
  const [beyond] = await withAuditOf(sql, companyId, (tx) => auditRows(tx, companyId, verdict.head.seq, 1));
  if (beyond === undefined) return verdict;
  const now = await withAuditOf(sql, companyId, (tx) => auditState(tx, companyId));
  if ((now?.seq ?? 0) >= beyond.seq) return verdict;
  return { ...verdict, ok: false, problem: { kind: "inserted", seq: beyond.seq, after: verdict.head.seq } };
}

export async function isSignedStart(
  start: { readonly seq: number; readonly hash: string; readonly jws: string },
  companyId: number,
  key: VerifyChainOptions["key"],
): Promise<boolean> {
  const signed = await verifyHead(start.jws, key);
  return (
    signed !== null &&
    signed.type === "gallra/audit-checkpoint" &&
    signed.company === companyId &&
    signed.seq === start.seq &&
    signed.hash === start.hash
  );
}

/** A beginning that nobody signed: whatever stood before it was taken away. */
export function unsignedStart(start: { readonly seq: number; readonly hash: string }): ChainVerdict {
  return {
    ok: false,
    rows: 0,
    first: start.seq + 1,
    head: { seq: start.seq, hash: start.hash },
    heads: 0,
    lastHead: null,
    problem: { kind: "unsigned", seq: start.seq, after: 0 },
  };
}
