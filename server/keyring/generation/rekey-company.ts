import { AppError } from "../../domain/app-error.ts";
import { companyDoor } from "../company-door.ts";
import {
  type CompanyKeys,
  freshCompanyKeys,
  openCompanyKeys,
  reloadCompanyKeys,
  rootOf,
  unwrapCompanyKeys,
  wrapCompanyKeys,
  wrappedCompanyKeys,
} from "../company-keys.ts";
import type { Keyring } from "../keyring.ts";
import type { RootKey } from "../secrets.ts";
import { catchUp, copySubjects } from "./copy-subjects.ts";
import { inTurn, type Rekeying } from "./rekeying.ts";
import { FEW, switchCompany } from "./switch-company.ts";

export interface RekeyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly copied?: ((subjects: number) => void) | undefined;
}

/**
 * Gives a company new keys under this root key: what is found by an HMAC is hashed anew, what is sealed is sealed anew. It is
 * read and written all the time. Killed anywhere it goes on where it was. False when the company was off-boarded meanwhile.
 */
export async function rekeyCompany(
  k: Keyring,
  companyId: number,
  root: RootKey,
  options: RekeyOptions = {},
): Promise<boolean> {
  const begun = await begin(k, companyId, root);
  if (begun === null) return false;
  const work: Rekeying = { companyId, old: begun.old, next: begun.next, ...options };
  if (!begun.indexed) {
    await copySubjects(k, work, begun.copied);
    await catchUp(k, work, 0);
    await inTurn(k, work, (tx) => tx`select keyring.rekey_index(${companyId}, ${work.next.generation})`);
  }
  await catchUp(k, work, FEW);
  await compare(k, work);
  const ms = await switchCompany(k, work);
  const sql = companyDoor(k, companyId, "keeper", "owner");
  await sql`select keyring.note_switch(${ms})`;
  await reloadCompanyKeys(k, companyId);
  return true;
}

/** The same keys under another root key; no row changes. False when the company was off-boarded or re-keyed meanwhile. */
export async function rewrapCompany(k: Keyring, companyId: number, root: RootKey): Promise<boolean> {
  const { generation, wrapped } = await wrappedCompanyKeys(k, companyId);
  const raw = await unwrapCompanyKeys(rootOf(k, wrapped), companyId, generation, wrapped);
  const again = await wrapCompanyKeys(root, companyId, generation, raw);
  const sql = companyDoor(k, companyId, "keeper", "owner");
  const [row] = await sql`select keyring.rewrap_company(${companyId}, ${generation}, ${again}) as done`;
  return row?.["done"] === true;
}

interface Begun {
  readonly old: CompanyKeys;
  readonly next: CompanyKeys;
  readonly copied: string;
  readonly indexed: boolean;
}

/** The next keys, made now or by the run that was killed. The watermark key goes on: nobody has the numbers to hash anew. */
async function begin(k: Keyring, companyId: number, root: RootKey): Promise<Begun | null> {
  const present = await wrappedCompanyKeys(k, companyId);
  const { watermark } = await unwrapCompanyKeys(
    rootOf(k, present.wrapped),
    companyId,
    present.generation,
    present.wrapped,
  );
  const proposed = await wrapCompanyKeys(root, companyId, present.generation + 1, { ...freshCompanyKeys(), watermark });
  const sql = companyDoor(k, companyId, "keeper", "owner");
  const [row] = await sql`
    select generation, wrapped, copied, indexed from keyring.rekey_begin(${companyId}, ${present.generation + 1}, ${proposed})`;
  if (row === undefined || row["generation"] === null) return null;
  return {
    old: await openCompanyKeys(k, companyId, present.generation, present.wrapped),
    next: await openCompanyKeys(k, companyId, row["generation"] as number, row["wrapped"] as string),
    copied: row["copied"] as string,
    indexed: row["indexed"] as boolean,
  };
}

/** No switch before the new table holds every living subject with its days. */
async function compare(k: Keyring, work: Rekeying): Promise<void> {
  const sql = companyDoor(k, work.companyId, "keeper", "owner");
  const [row] = await sql`select keyring.rekey_difference(${work.companyId}) as apart`;
  const apart = Number(row?.["apart"]);
  if (apart !== 0)
    throw new AppError(
      "corrupt",
      `The copy of company ${work.companyId} differs from its subjects in ${apart} rows; the old keys stay in use.`,
    );
}
