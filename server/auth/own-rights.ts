import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { noRights, ownRights, readOwnProfile } from "../domain/own-profile.ts";
import { type Profile, reachOf } from "../domain/permissions.ts";
import { type Rights, rightsOf } from "../domain/rights.ts";
import { profileOfAccount } from "../store/profiles.ts";

interface RightsHolder {
  readonly accountId: string;
  readonly profile: Profile;
  readonly companyId: number | null;
}

/**
 * What an account may do and see at this moment: by its own profile where it has one, else by its built-in one. Asked on every
 * request. A profile that is gone or cannot be read gives nothing but the account itself.
 */
export async function rightsOfAccount(web: Sql, holder: RightsHolder): Promise<Rights> {
  const { accountId, profile, companyId } = holder;
  if (companyId === null || reachOf(profile) !== "company") return rightsOf(profile);
  const row = await withCompany(web, companyId, (tx) => profileOfAccount(tx, companyId, accountId), { readOnly: true });
  if (row === undefined) return rightsOf(profile);
  const own = row === null ? null : readOwnProfile(row);
  if (own === null) return noRights(profile, row === null ? null : { id: row.id, name: row.name });
  // The account says where somebody stands; a profile made from another one belongs to a change that never finished.
  return own.base === profile ? ownRights(own) : noRights(profile, { id: own.id, name: own.name });
}
