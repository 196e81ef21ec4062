import { randomUUID } from "node:crypto";
import { DATA_CLASSES } from "../../domain/codes.ts";
import { addDays, type Day, dayIn } from "../../domain/zoned-time.ts";
import { closeIntent, keyringStatus, liveSlices, publicSigningKey, signStatement } from "../../keyring/index.ts";
import { addCertificate, changeErasure, dropSelection, type ErasureRow, erasureById } from "../../store/index.ts";
import { systemAudit } from "../../audit/index.ts";
import type { ErasureStatement } from "../certificate.ts";
import type { ReSearched } from "../re-search/re-search.ts";
import { type Deleted, detailOf, type ErasureWork, inCompany, NOTHING_DELETED } from "./erasure-work.ts";
import { destroyPlan } from "./plan.ts";

/**
 * The last step: plan and intent are destroyed, the keyring's disk is scrubbed, and the certificate says what the re-search
 * saw. It is complete when nothing was found and everything could be opened.
 */
export async function issueCertificate(work: ErasureWork, erasure: ErasureRow, seen: ReSearched): Promise<void> {
  await destroyPlan(work.keyring, work.company.id, work.erasureId);
  const { scrubbed } = await closeIntent(work.keyring, work.company.id, work.erasureId);
  const statement = await makeStatement(work, erasure, seen, scrubbed);
  const jws = await signStatement(work.keyring, statement);
  const now = work.clock();
  await inCompany(work, async (tx) => {
    const row = await erasureById(tx, work.company.id, work.erasureId);
    if (row === null || row.state === "done") return;
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
    // The last trace of the plan goes with its key: the sealed text would open no more.
    const { plan: _, ...detail } = row.detail;
    await changeErasure(tx, work.company.id, work.erasureId, {
      state: "done",
      step: "done",
      certificateId: statement.certificateId,
      finishedAt: now,
      updatedAt: now,
      error: null,
      progress: row.total,
      detail: { ...detail, outcome: statement.outcome },
    });
    if (row.selectionId !== null) await dropSelection(tx, work.company.id, row.selectionId);
    await systemAudit(work, tx, work.company.id, {
      action: "data.erase.done",
      detail: { erasure: work.erasureId, certificate: statement.certificateId, outcome: statement.outcome },
    });
  });
}

async function makeStatement(
  work: ErasureWork,
  erasure: ErasureRow,
  seen: ReSearched,
  scrubbed: boolean,
): Promise<ErasureStatement> {
  const { scope, by, commitments, destroyedAt } = detailOf(erasure);
  const deleted: Deleted = { ...NOTHING_DELETED, ...detailOf(erasure).deleted };
  const status = await keyringStatus(work.keyring);
  const now = work.clock();
  const left = Object.values(seen.found).reduce((sum, count) => sum + count, 0) + seen.searched.unreadable;
  return {
    version: 1,
    kind: "erasure",
    certificateId: randomUUID(),
    erasureId: work.erasureId,
    company: { id: work.company.id, name: work.company.name },
    outcome: left === 0 ? "complete" : "partial",
    scope,
    reason: erasure.reason,
    requestedBy: by,
    requestedAt: erasure.createdAt.toISOString(),
    unreadableAt: destroyedAt ?? now.toISOString(),
    finishedAt: now.toISOString(),
    commitment: { algorithm: "sha256", values: [...commitments] },
    deleted: { ...deleted, selections: erasure.selectionId === null ? 0 : 1 },
    searched: seen.searched,
    found: seen.found,
    remains: remaining(work, seen, deleted, scrubbed, now, await lastKeyDay(work)),
    ledger: { sequence: status.ledger.onDisk },
  };
}

/** The day on which the last living key of the company ends, and with it every copy of what was sealed under one. */
async function lastKeyDay(work: ErasureWork): Promise<Day | null> {
  const slices = await liveSlices(work.keyring, work.company.id, { classes: Object.values(DATA_CLASSES) });
  return slices.reduce<Day | null>(
    (last, { expiresOn }) => (last === null || expiresOn > last ? expiresOn : last),
    null,
  );
}

/** An inbox key ends two days after its own. */
const INBOX_KEY_DAYS = 3;

/** What is left, where, and until when at the latest; copies out of reach among it, whatever the outcome. */
function remaining(
  work: ErasureWork,
  seen: ReSearched,
  deleted: Deleted,
  scrubbed: boolean,
  now: Date,
  lastKey: Day | null,
): ErasureStatement["remains"] {
  const today = dayIn(work.company.timeZone, now);
  const until = (days: number) => addDays(today, days);
  const remains: ErasureStatement["remains"] = [
    {
      what: "destroyed keys in copies of the keyring taken before",
      where: "copies of the keyring cluster that somebody kept by hand with its root key; Gallra makes none",
      until: null,
    },
  ];
  remains.push({
    what: "files as they came, in copies taken before they were read",
    where: "copies of the inbox; they open until their day's key is destroyed",
    until: until(INBOX_KEY_DAYS),
  });
  if (deleted.rawRecords > 0) {
    remains.push({
      what: "raw records without their numbers, in segments as they were before",
      where: "copies of the data cluster; they open until their day's key ends",
      until: lastKey,
    });
  }
  if (!scrubbed)
    remains.push({
      what: "dead rows of the keyring",
      where: "its own disk, until the next scrub",
      until: until(1),
    });
  const { found, searched } = seen;
  if (found.inboxSegments > 0)
    remains.push({
      what: "segments not read yet; the number is left out when they are",
      where: "inbox",
      until: until(2),
    });
  if (found.undefinedLines > 0)
    remains.push({ what: "lines no driver understood", where: "undefined lines", until: until(8) });
  if (found.exports > 0) remains.push({ what: "exported files", where: "exports", until: until(2) });
  if (found.rawRecords + found.parties + found.subjects > 0)
    remains.push({ what: "rows that the re-search still found", where: "data cluster and keyring", until: lastKey });
  if (searched.unreadable > 0)
    remains.push({
      what: "sealed values that do not open and could not be looked into",
      where: "data cluster and inbox",
      until: lastKey,
    });
  return remains;
}
