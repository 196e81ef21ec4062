import type { Sql } from "#db/clients.ts";
import { doorOf, type Keyring } from "./keyring.ts";
import { readHead } from "./ledger/ledger-file.ts";

export interface KeyringStatus {
  readonly rootKid: string;
  readonly signingKid: string;
  /** The ledger as the keyring has seen it, and as it lies on the disk; they are equal between destructions. */
  readonly ledger: { readonly seen: number; readonly onDisk: number };
  readonly lastSweepAt: Date | null;
  /** The keyring's own clock; destruction wants it to agree with the application's (DESIGN 2.3). */
  readonly clock: Date;
  /** Tables with destroyed rows that have not left the disk yet. */
  readonly unscrubbed: number;
  readonly inboxDays: { readonly first: string | null; readonly last: string | null };
}

/** How the keyring stands, without a key in it. */
export async function keyringStatus(k: Keyring): Promise<KeyringStatus> {
  const sql = doorOf(k, "keeper", "web", "owner");
  const [state] = await sql`select ledger_seq, last_sweep_at, clock_timestamp() as clock from keyring.state()`;
  const residues = await sql`select 1 from keyring.residues()`;
  const days = await sql`select min(day) as first, max(day) as last from keyring.inbox_keys()`;
  return {
    rootKid: k.roots.current.kid,
    signingKid: k.signing.kid,
    ledger: { seen: Number(state?.["ledger_seq"] ?? 0), onDisk: readHead(k.ledgerDir).seq },
    lastSweepAt: (state?.["last_sweep_at"] as Date | null | undefined) ?? null,
    clock: state?.["clock"] as Date,
    unscrubbed: residues.length,
    inboxDays: {
      first: (days[0]?.["first"] as string | null | undefined) ?? null,
      last: (days[0]?.["last"] as string | null | undefined) ?? null,
    },
  };
}

/** The last sweep that ended; destruction without one for two days wants a person's confirmation (DESIGN 2.3). */
export async function noteSweep(k: Keyring, at: Date): Promise<void> {
  await doorOf(k, "keeper", "owner")`select keyring.note_sweep(${at.toISOString()}::text::timestamptz)`;
}

/** How far into the ledger a keyring has come, for a check that opens nothing: a door is enough. */
export async function ledgerHeadSeen(sql: Sql): Promise<{ seq: number; hash: string }> {
  const [state] = await sql`select ledger_seq, ledger_hash from keyring.state()`;
  return { seq: Number(state?.["ledger_seq"] ?? 0), hash: String(state?.["ledger_hash"] ?? "") };
}
