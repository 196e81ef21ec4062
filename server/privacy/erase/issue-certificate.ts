import { systemNames } from "./system-names.ts";
import { randomUUID } from "node:crypto";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { type Day, dayIn } from "../../domain/zoned-time.ts";
import {
  closeIntent,
  copiesUnreadableFrom,
  ledgerHead,
  liveSlices,
  publicSigningKey,
  signStatement,
} from "../../keyring/index.ts";
import {
  addCertificate,
  changeErasure,
  dropSelection,
  type ErasureRow,
  erasureById,
  listSources,
} from "../../store/index.ts";
import { systemAudit } from "../../audit/index.ts";
import { type ErasureStatement, remains } from "../certificate.ts";
import type { StoreId } from "../copies/copy-store.ts";
import { lastDayIn } from "../copies/last-day.ts";
import type { ReSearched } from "../re-search/re-search.ts";
import { type Deleted, detailOf, type ErasureWork, inCompany, NOTHING_DELETED, planBoxOf } from "./erasure-work.ts";
import { destroyPlan } from "./plan.ts";

/**
 * The last step: plan and intent are destroyed, the keyring's disk is scrubbed, and the certificate says what the re-search
 * saw. It is complete when nothing was found, everything could be opened and nothing is held.
 */
export async function issueCertificate(work: ErasureWork, erasure: ErasureRow, seen: ReSearched): Promise<void> {
  await destroyPlan(work.keyring, work.company.id, planBoxOf(work, detailOf(erasure)));
  const { scrubbed } = await closeIntent(work.keyring, work.company.id, work.erasureId);
  const statement = await makeStatement(work, erasure, seen, scrubbed);
  const jws = await signStatement(work.keyring, statement);
  const now = work.clock();
  await inCompany(work, async (tx) => {
    const row = await erasureById(tx, work.company.id, work.erasureId);
    if (row === null || row.state === "done" || row.state === "held") return;
    await addCertificate(tx, {
      companyId: work.company.id,
      id: statement.certificateId,
      erasureId: work.erasureId,
      outcome: statement.outcome,
      issuedAt: now,
      kid: publicSigningKey(work.keyring).kid ?? "",
      jws,
      summary: { calls: statement.deleted.calls },
    });
    const state = (detailOf(row).held ?? []).length > 0 ? "held" : "done";
    await changeErasure(tx, work.company.id, work.erasureId, {
      state,
      step: state,
      certificateId: statement.certificateId,
      finishedAt: now,
      updatedAt: now,
      error: null,
      progress: row.total,
      detail: { ...withoutPlan(row), outcome: statement.outcome },
    });
    if (row.selectionId !== null) await dropSelection(tx, work.company.id, row.selectionId);
    await systemAudit(work, tx, work.company.id, {
      action: "data.erase.done",
      detail: { erasure: work.erasureId, certificate: statement.certificateId, outcome: statement.outcome },
    });
  });
}

/** The last trace of the plan goes with its key: the sealed text would open no more. What is left gets its own in its place. */
function withoutPlan(row: ErasureRow): Record<string, unknown> {
  const { plan: _, planBox: __, rest, restBox, ...detail } = row.detail;
  return rest === undefined ? detail : { ...detail, plan: rest, planBox: restBox };
}

async function makeStatement(
  work: ErasureWork,
  erasure: ErasureRow,
  seen: ReSearched,
  scrubbed: boolean,
): Promise<ErasureStatement> {
  const { scope, by, commitments, destroyedAt, approvedBy, continues, held = [] } = detailOf(erasure);
  const deleted: Deleted = { ...NOTHING_DELETED, ...detailOf(erasure).deleted };
  const now = work.clock();
  const left = Object.values(seen.found).reduce((sum, count) => sum + count, 0) + seen.searched.unreadable;
  return {
    version: 2,
    kind: "erasure",
    certificateId: randomUUID(),
    erasureId: work.erasureId,
    company: { id: work.company.id, name: work.company.name },
    outcome: left === 0 && held.length === 0 ? "complete" : "partial",
    scope,
    reason: erasure.reason,
    requestedBy: by,
    approvedBy: approvedBy ?? null,
    continues: continues ?? null,
    requestedAt: erasure.createdAt.toISOString(),
    unreadableAt: destroyedAt ?? now.toISOString(),
    finishedAt: now.toISOString(),
    commitment: { algorithm: "sha256", values: [...commitments] },
    refusedFor: [],
    deleted: { ...deleted, selections: erasure.selectionId === null ? 0 : 1 },
    searched: seen.searched,
    found: seen.found,
    remains: [...heldLines(held), ...(await linesLeft(work, seen, deleted, scrubbed, now))],
    ledger: headOf(work),
  };
}

/** What the ledger says last: an auditor who has it finds the very entry there. */
export function headOf(work: Pick<ErasureWork, "keyring">): ErasureStatement["ledger"] {
  const { seq, hash } = ledgerHead(work.keyring);
  return { sequence: seq, hash: hash === "" ? null : hash };
}

const HELD_CODES = { hold: "held", restriction: "restricted", objection: "objected" } as const;

function heldLines(held: NonNullable<ReturnType<typeof detailOf>["held"]>): ErasureStatement["remains"] {
  return held.map(({ kind, calls, until }) => remains(HELD_CODES[kind], { count: calls, until }));
}

/** The day on which the last living key of the company ends, and with it every copy of what was sealed under one. */
async function lastKeyDay(work: ErasureWork): Promise<Day | null> {
  const slices = await liveSlices(work.keyring, work.company.id, { classes: Object.values(DATA_CLASSES) });
  return slices.reduce<Day | null>(
    (last, { expiresOn }) => (last === null || expiresOn > last ? expiresOn : last),
    null,
  );
}

/** What is left, where, and until when at the latest; copies out of reach among it, whatever the outcome. */
async function linesLeft(
  work: ErasureWork,
  { found, searched }: ReSearched,
  deleted: Deleted,
  scrubbed: boolean,
  now: Date,
): Promise<ErasureStatement["remains"]> {
  const today = dayIn(work.company.timeZone, now);
  const lastKey = await lastKeyDay(work);
  // Each store ends as the copy register says.
  const until = (store: StoreId) => lastDayIn(store, today, lastKey);
  const sources = await inCompany(work, (tx) => listSources(tx, work.company.id));
  const lines: ErasureStatement["remains"] = [];
  const add = (code: Parameters<typeof remains>[0], count: number, end: string | null) => {
    if (count > 0) lines.push(remains(code, { count, until: end }));
  };
  add("rows", found.parties + found.rawRecords + found.subjects, until("parties"));
  add("unguarded", found.unguarded, null);
  add("private-numbers", found.privateNumbers, until("private-numbers"));
  add("inbox", found.inboxSegments, until("inbox"));
  add("undefined", found.undefinedLines, until("undefined"));
  add("exports", found.exports, until("exports"));
  add("selections", found.selectionHits, until("selections"));
  add("words", found.textLines, null);
  add("unreadable", searched.unreadable, lastKey);
  if (sources.length > 0)
    lines.push(remains("telephone-systems", { names: systemNames(sources, work.clock()), until: null }));
  lines.push(
    remains("keyring-copies", { until: dayIn(work.company.timeZone, await copiesUnreadableFrom(work.keyring)) }),
  );
  lines.push(remains("inbox-copies", { until: until("inbox") }));
  if (deleted.rawRecords > 0) lines.push(remains("raw-copies", { until: lastKey }));
  if (!scrubbed) lines.push(remains("keyring-disk", { until: until("keyring-disk") }));
  return lines;
}
