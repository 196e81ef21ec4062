import { AppError } from "../../domain/app-error.ts";
import { wrappedCompanyKeys } from "../company-keys.ts";
import { sealInboxKey, unsealInboxKey } from "../inbox-keys.ts";
import { doorOf, type Keyring } from "../keyring.ts";
import { destroyWithLedger } from "../ledger/destroy.ts";
import { rollLedger } from "../ledger/roll-ledger.ts";
import { requireRoot, settleRoot } from "../require-root.ts";
import { makeNextRoot, readNextRoot } from "../root-files.ts";
import { scrub } from "../scrub.ts";
import type { RootKey } from "../secrets.ts";
import { inTheOnlyRun } from "./only-run.ts";
import { rekeyCompany, rewrapCompany } from "./rekey-company.ts";

export type GenerationKind = "generation" | "root";

export interface GenerationOptions {
  readonly signal?: AbortSignal | undefined;
  /** Companies done, companies in all, subjects copied by this run. */
  readonly progress?: ((done: number, total: number, subjects: number) => void) | undefined;
}

export interface GenerationDone {
  readonly number: number;
  readonly rootKid: string;
  readonly companies: number;
  readonly subjects: number;
  /** False when something destroyed before may still lie on the disk, under keys that are gone. */
  readonly scrubbed: boolean;
  readonly oldRootDestroyed: boolean;
}

/**
 * A generation: every company gets new keys under a new root key, then the old root key is destroyed. What was destroyed
 * before is unreadable from then on in every copy of the keyring, whoever kept it. `root` changes the root key alone. Goes on
 * where a killed run was; one at a time.
 */
export async function runGeneration(
  k: Keyring,
  kind: GenerationKind,
  options: GenerationOptions = {},
): Promise<GenerationDone> {
  const { home } = k.roots;
  if (home === null) throw new Error("a root key in memory alone cannot be changed");
  return await inTheOnlyRun(k, async () => {
    await requireRoot(k);
    const old = k.roots.current;
    const { number, next } = await beginGeneration(k, home, kind);
    const { companies, subjects } = await changeOver(k, kind, next, options);
    const { left, walCycled } = await scrub(k);
    await giveUp(k, old, next, number, () => changeOver(k, kind, next, options));
    const oldRootDestroyed = await settleRoot(home, next.kid);
    k.roots.refresh();
    await rollLedger(k.ledgerDir);
    k.log.info("keyring.generation-ended", { number, companies, subjects });
    return { number, rootKid: next.kid, companies, subjects, scrubbed: left === 0 && walCycled, oldRootDestroyed };
  });
}

/** The next root key is on the disk before the keyring knows of it, so that nothing is ever wrapped under a key that is lost. */
async function beginGeneration(k: Keyring, home: string, kind: GenerationKind) {
  const sql = doorOf(k, "keeper", "owner");
  const [state] = await sql`select next_root_kid from keyring.generation_state()`;
  const begun = state?.["next_root_kid"] as string | null;
  const known = readNextRoot(home);
  if (begun !== null && known?.kid !== begun)
    throw new AppError(
      "unavailable",
      "A generation is under way, and its root key (secrets/root-next.jwk) is missing. Put it back from its copy: companies that have changed over can be read with it alone.",
    );
  const next = known ?? makeNextRoot(home);
  k.roots.refresh();
  const [row] =
    await sql`select keyring.generation_begin(${next.kid}, ${kind}, ${k.clock().toISOString()}::text::timestamptz) as number`;
  const number = row?.["number"] as number | null;
  if (number === null)
    throw new AppError(
      "conflict",
      kind === "root"
        ? "A generation is under way. Let it end: it changes the root key as well."
        : "A change of the root key alone is under way. Let it end with: keys rotate --root.",
    );
  return { number, next };
}

async function changeOver(k: Keyring, kind: GenerationKind, next: RootKey, options: GenerationOptions) {
  const sql = doorOf(k, "keeper", "owner");
  const [state] = await sql`select companies from keyring.generation_state()`;
  let companies = 0;
  let subjects = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const [row] = await sql`select keyring.companies_under_other_root(${next.kid}) as ids`;
    const ids = row?.["ids"] as number[];
    if (ids.length === 0) break;
    const total = Math.max(ids.length, Number(state?.["companies"]));
    for (const [place, companyId] of ids.entries()) {
      options.signal?.throwIfAborted();
      const copied = (rows: number) => {
        subjects += rows;
        options.progress?.(total - ids.length + place, total, subjects);
      };
      if (await changeCompany(k, kind, companyId, next, { signal: options.signal, copied })) companies++;
      options.progress?.(total - ids.length + place + 1, total, subjects);
    }
  }
  await resealInbox(k, next);
  return { companies, subjects };
}

async function changeCompany(
  k: Keyring,
  kind: GenerationKind,
  companyId: number,
  next: RootKey,
  options: { signal: AbortSignal | undefined; copied: (rows: number) => void },
): Promise<boolean> {
  try {
    return kind === "root" ? await rewrapCompany(k, companyId, next) : await rekeyCompany(k, companyId, next, options);
  } catch (error) {
    // Off-boarded while it was copied: there is nothing to copy any more.
    if (await isGone(k, companyId)) return false;
    throw error;
  }
}

async function isGone(k: Keyring, companyId: number): Promise<boolean> {
  return await wrappedCompanyKeys(k, companyId).then(
    () => false,
    (error: { code?: string }) => error.code === "gone",
  );
}

async function resealInbox(k: Keyring, next: RootKey): Promise<void> {
  const sql = doorOf(k, "keeper", "owner");
  const rows = await sql`select kid, sealed from keyring.inbox_sealed()`;
  const kids: string[] = [];
  const sealed: string[] = [];
  for (const row of rows) {
    const kid = row["kid"] as string;
    kids.push(kid);
    sealed.push(await sealInboxKey(next, kid, await unsealInboxKey(k, kid, row["sealed"] as string)));
  }
  const list = (texts: readonly string[]) => `{${texts.map((text) => JSON.stringify(text)).join()}}`;
  if (kids.length > 0)
    await sql`select keyring.reseal_inbox(${list(kids)}::text::text[], ${list(sealed)}::text::text[])`;
}

/** The ledger has it on the disk before the keyring says that the old root key is nobody's; only then the file goes. */
async function giveUp(
  k: Keyring,
  old: RootKey,
  next: RootKey,
  number: number,
  again: () => Promise<unknown>,
): Promise<void> {
  const sql = doorOf(k, "keeper", "owner");
  for (let attempt = 1; ; attempt++) {
    try {
      await destroyWithLedger(k, sql, async (tx) => {
        await tx`select keyring.promote_root(${old.kid}, ${next.kid}, ${number}, ${k.clock().toISOString()}::text::timestamptz)`;
        const drafts = [
          { kind: "root" as const, companyId: 0 as const, ids: [old.kid, next.kid] as const, generation: number },
        ];
        return { value: undefined, drafts };
      });
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== "GK003" || attempt >= MOST_ROUNDS) throw error;
      await again();
    }
  }
}

const MOST_ROUNDS = 20;
