import type { Tx } from "#db/clients.ts";
import { AppError } from "../domain/app-error.ts";
import { rowAs, rowsAs } from "./rows.ts";

/** A profile of a company's own as it is stored; `permissions` and the sights are read by domain/own-profile.ts. */
export interface ProfileRow {
  readonly companyId: number;
  readonly id: string;
  readonly name: string;
  readonly base: string;
  readonly permissions: unknown;
  readonly sight: unknown;
  readonly exportSight: unknown;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly changedBy: string | null;
}

export interface HolderRow {
  readonly accountId: string;
  readonly profileId: string;
}

/** All verbs here: role web, inside the company. By name. */
export async function listProfiles(tx: Tx, companyId: number): Promise<ProfileRow[]> {
  return rowsAs(
    await tx`select * from data.profile p where p.company_id = ${companyId} order by lower(p.name), p.id limit 200`,
  );
}

export async function profileById(tx: Tx, companyId: number, id: string): Promise<ProfileRow | null> {
  const [row] = await tx`select * from data.profile p where p.company_id = ${companyId} and p.id = ${id}`;
  return row === undefined ? null : rowAs(row);
}

/** Who has an own profile in this company. */
export async function listHolders(tx: Tx, companyId: number): Promise<HolderRow[]> {
  return rowsAs(
    await tx`select h.account_id, h.profile_id from data.profile_holder h where h.company_id = ${companyId} limit 10000`,
  );
}

/**
 * Somebody's own profile: undefined when they have none, null when they have one that is not there (they then have no
 * rights at all).
 */
export async function profileOfAccount(
  tx: Tx,
  companyId: number,
  accountId: string,
): Promise<ProfileRow | null | undefined> {
  const [row] = await tx`select p.* from data.profile_holder h
    left join data.profile p on p.company_id = h.company_id and p.id = h.profile_id
    where h.company_id = ${companyId} and h.account_id = ${accountId}`;
  if (row === undefined) return undefined;
  return row["id"] === null ? null : rowAs(row);
}

/** Adds or changes one. Throws AppError "conflict" when the name is taken. */
export async function saveProfile(tx: Tx, profile: ProfileRow): Promise<void> {
  const { companyId, id, name, base, createdAt, changedAt, changedBy } = profile;
  const json = (value: unknown) => tx.json(value as never);
  try {
    await tx`insert into data.profile (company_id, id, name, base, permissions, sight, export_sight, created_at, changed_at, changed_by)
      values (${companyId}, ${id}, ${name}, ${base}, ${json(profile.permissions)}, ${json(profile.sight)}, ${json(profile.exportSight)},
        ${createdAt}, ${changedAt}, ${changedBy})
      on conflict (company_id, id) do update set name = excluded.name, permissions = excluded.permissions, sight = excluded.sight,
        export_sight = excluded.export_sight, changed_at = excluded.changed_at, changed_by = excluded.changed_by`;
  } catch (error) {
    if ((error as { code?: string }).code !== "23505") throw error;
    throw new AppError("conflict", "There is a profile with this name already. Choose another name.", { cause: error });
  }
}

/** "used" while somebody has it: the row is locked first, so that nobody is given it meanwhile. */
export async function dropProfile(tx: Tx, companyId: number, id: string): Promise<"dropped" | "used" | "missing"> {
  const [row] = await tx`select p.id from data.profile p where p.company_id = ${companyId} and p.id = ${id} for update`;
  if (row === undefined) return "missing";
  const [holder] = await tx`select h.account_id from data.profile_holder h
    where h.company_id = ${companyId} and h.profile_id = ${id} limit 1`;
  if (holder !== undefined) return "used";
  await tx`delete from data.profile p where p.company_id = ${companyId} and p.id = ${id}`;
  return "dropped";
}

/** Gives somebody an own profile in place of the one before. False when there is no such profile. */
export async function holdProfile(tx: Tx, companyId: number, holder: HolderRow, at: Date): Promise<boolean> {
  const { accountId, profileId } = holder;
  const [row] =
    await tx`select p.id from data.profile p where p.company_id = ${companyId} and p.id = ${profileId} for share`;
  if (row === undefined) return false;
  await tx`insert into data.profile_holder (company_id, account_id, profile_id, since) values (${companyId}, ${accountId}, ${profileId}, ${at})
    on conflict (company_id, account_id) do update set profile_id = excluded.profile_id, since = excluded.since`;
  return true;
}

/** Back to the built-in profile of the account. */
export async function releaseProfile(tx: Tx, companyId: number, accountId: string): Promise<void> {
  await tx`delete from data.profile_holder h where h.company_id = ${companyId} and h.account_id = ${accountId}`;
}

/** One value of the hour's budget; answers how many are left, or null when it is spent. */
export async function spendReveal(
  tx: Tx,
  companyId: number,
  accountId: string,
  at: Date,
  limit: number,
): Promise<number | null> {
  const [row] = await tx`select data.spend_reveal(${companyId}, ${accountId}, ${at}, ${limit}) as left`;
  const left = row?.["left"] as number;
  return left < 0 ? null : left;
}

/** The bits of the identifiers a call was read with, of those erased since and of those never stored; null when its facts have gone. */
export async function partiesOnce(
  tx: Tx,
  companyId: number,
  recordId: string,
): Promise<{ readonly parties: number; readonly erased: number; readonly late: number } | null> {
  const [row] = await tx`select * from data.parties_once(${companyId}, ${recordId})`;
  return row === undefined ? null : rowAs(row);
}
