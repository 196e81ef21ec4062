import { AppError } from "../../domain/app-error.ts";
import type { Sql, Tx } from "#db/clients.ts";
import { transaction } from "#db/transaction.ts";
import { nameCompany } from "../company-door.ts";
import { doorOf, type Keyring } from "../keyring.ts";
import { beforeGeneration } from "../require-root.ts";
import { headSignedBy, type LedgerEntry, type LedgerHead } from "./entry.ts";
import { readEntriesAfter } from "./ledger-file.ts";

/**
 * Brings a keyring that is behind its ledger up to it: a copy from before, or a commit that a crash prevented. Throws
 * AppError "unavailable" when the ledger lacks what the keyring has seen, or when this process may not destroy.
 */
export async function catchUpWithLedger(k: Keyring): Promise<number> {
  const sql = doorOf(k, "keeper", "owner", "web", "ingest");
  const [state] = await sql`select ledger_seq, ledger_hash from keyring.state()`;
  const { entries } = pendingEntries(k, headOf(state));
  return entries.length > 0 ? await replayLedger(k) : 0;
}

/** Replays what the ledger has and the keyring has not; gives the number of entries. */
export async function replayLedger(k: Keyring): Promise<number> {
  const sql = k.sql.keeper ?? k.sql.owner ?? k.sql.web;
  if (sql === undefined) throw behind();
  return await transaction(sql, async (tx) => {
    const [state] = await tx`select ledger_seq, ledger_hash from keyring.ledger_begin()`;
    return (await replayPending(k, tx, sql, headOf(state))).replayed;
  });
}

/** Inside a transaction that holds the ledger: applies what is pending and gives the head to go on from. */
export async function replayPending(
  k: Keyring,
  tx: Tx,
  sql: Sql,
  from: LedgerHead,
): Promise<{ head: LedgerHead; replayed: number }> {
  const { entries } = pendingEntries(k, from);
  let head = from;
  for (const entry of entries) {
    if (entry.prev !== head.hash || entry.seq !== head.seq + 1) throw brokenLedger();
    // What is replayed destroys: whoever can write where the ledger lies must not be able to say what.
    if (!headSignedBy(k.signing.publicKey, entry.seq, entry.hash, entry.sig)) throw brokenLedger();
    if (sql !== k.sql.keeper && sql !== k.sql.owner && !ERASURE_KINDS.has(entry.kind)) throw behind();
    await applyEntry(tx, entry);
    head = { seq: entry.seq, hash: entry.hash };
  }
  if (entries.length > 0) {
    await tx`select set_config('app.company_id', '', true)`;
    await tx`select keyring.ledger_advance(${from.seq}, ${head.seq}, ${head.hash})`;
    for (const entry of entries) k.companies.delete(entry.companyId);
    k.log.info("keyring.ledger-replayed", { entries: entries.length, seq: head.seq });
  }
  return { head, replayed: entries.length };
}

const ERASURE_KINDS: ReadonlySet<string> = new Set(["subjects", "watermark", "box"]);

function pendingEntries(k: Keyring, state: LedgerHead): { entries: LedgerEntry[] } {
  const { entries, last } = readEntriesAfter(k.ledgerDir, Math.max(0, state.seq - 1));
  if ((last?.seq ?? 0) < state.seq) {
    throw new AppError(
      "unavailable",
      `The ledger in ${k.ledgerDir} ends before entry ${state.seq}, which the keyring has seen. Put the ledger back from its copy; without it erased people could return.`,
    );
  }
  const seen = entries.find((entry) => entry.seq === state.seq);
  const [first] = entries;
  // The living file begins after what this keyring has seen: it is from before a generation.
  if (state.seq > 0 && seen === undefined && first?.kind === "root" && first.seq > state.seq)
    throw beforeGeneration(first);
  if (state.seq > 0 && seen?.hash !== state.hash) throw brokenLedger();
  return { entries: entries.filter((entry) => entry.seq > state.seq) };
}

async function applyEntry(tx: Tx, entry: LedgerEntry): Promise<void> {
  const company = entry.companyId;
  // One transaction replays many companies.
  await nameCompany(tx, company);
  switch (entry.kind) {
    case "subjects":
      await tx`select keyring.destroy_subjects(${company}, ${`{${entry.ids.join()}}`}::text::uuid[])`;
      return;
    case "slices":
      await tx`select keyring.shred_slices(${company}, ${`{${entry.ids.join()}}`}::text::int4[], ${entry.at}::text::timestamptz, true)`;
      return;
    case "watermark":
      await tx`
        select keyring.add_watermarks(${company}, ${entry.before}::text::timestamptz, ${entry.until}::text::date,
          ${`{${entry.ids.map((mark) => mark.class).join()}}`}::text::int2[], ${`{${entry.ids.map((mark) => mark.normaliser).join()}}`}::text::int2[],
          ${`{${entry.ids.map((mark) => mark.hash).join()}}`}::text::uuid[], ${`{${entry.ids.map((mark) => mark.last8 ?? "null").join()}}`}::text::uuid[])`;
      return;
    case "expiry":
      await tx`select keyring.expire_subjects(${company}, ${entry.until}::text::date)`;
      return;
    case "company":
      await tx`select keyring.destroy_company(${company}, ${entry.at}::text::timestamptz)`;
      return;
    case "box":
      for (const id of entry.ids) await tx`select keyring.destroy_box(${company}, ${id}::text::uuid)`;
      return;
    case "inbox":
      await tx`select keyring.destroy_inbox_keys(${`{${entry.ids.map((id) => JSON.stringify(id)).join()}}`}::text::text[])`;
      return;
    case "root":
      await tx`select keyring.promote_root(${entry.ids[0]}, ${entry.ids[1]}, ${entry.generation}, ${entry.at}::text::timestamptz)`.catch(
        (error: { code?: string }) => {
          throw error.code === "GK003" ? beforeGeneration(entry) : error;
        },
      );
      return;
  }
}

function headOf(row: Record<string, unknown> | undefined): LedgerHead {
  return { seq: Number(row?.["ledger_seq"] ?? 0), hash: String(row?.["ledger_hash"] ?? "") };
}

function behind(): AppError {
  return new AppError(
    "unavailable",
    "The keyring is behind its ledger. Start the worker, which replays it; until then nothing is served.",
    { retry: true },
  );
}

function brokenLedger(): AppError {
  return new AppError(
    "unavailable",
    'The ledger does not continue what the keyring has seen. Run "ledger verify" and put the ledger back from its copy.',
  );
}
