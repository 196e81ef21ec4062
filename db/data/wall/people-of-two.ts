import type { Sql } from "../../clients.ts";
import { MINE, THEIRS } from "./two-companies.ts";

/** Ids that an attacker may have learnt; the hash of a session's token is known to whoever holds the token alone. */
export const ACCOUNTS = { [MINE]: idOf("a", MINE), [THEIRS]: idOf("a", THEIRS) } as const;
export const SESSIONS = { [MINE]: idOf("5", MINE), [THEIRS]: idOf("5", THEIRS) } as const;

/** A reseller, a company, a person and their session on each side: these tables have no company_id, their functions are the wall. */
export async function fillPeople(owner: Sql): Promise<void> {
  for (const side of [MINE, THEIRS] as const) {
    const at = "2026-03-01T00:00:00Z";
    await owner`insert into data.reseller (id, name) values (${side}, ${`reseller ${side}`}) on conflict do nothing`;
    await owner`insert into data.company (id, reseller_id, slug, name, time_zone, country)
      values (${side}, ${side}, ${`company-${side}`}, ${`company ${side}`}, 'UTC', 'SE') on conflict do nothing`;
    await owner`insert into data.account (id, reseller_id, scope_company_id, email, name, password_hash, profile)
      values (${ACCOUNTS[side]}, ${side}, ${side}, ${`person-${side}@wall.example`}, ${`person ${side}`}, 'x', 'dpo')`;
    await owner`insert into data.session (token_hash, id, account_id, current_company_id, created_at, last_seen_at, expires_at)
      values (${Buffer.alloc(32, side)}, ${SESSIONS[side]}, ${ACCOUNTS[side]}, ${side}, ${at}, ${at}, '2999-01-01T00:00:00Z')`;
  }
}

/** Everything of the other side that no table with a company_id holds, in one value. */
export async function fingerprintOfPeople(owner: Sql): Promise<string> {
  const [row] = await owner`
    select md5(coalesce(string_agg(t, '|' order by t), '')) as hash from (
      select c::text as t from data.company c where c.id = ${THEIRS}
      union all select a::text from data.account a where a.scope_company_id = ${THEIRS} or a.id = ${ACCOUNTS[THEIRS]}
      union all select s::text from data.session s where s.account_id = ${ACCOUNTS[THEIRS]} or s.current_company_id = ${THEIRS}) x`;
  return row?.["hash"] as string;
}

/** Words by which an answer betrays the other side. */
export const BETRAYS = [ACCOUNTS[THEIRS], SESSIONS[THEIRS], `person-${THEIRS}@wall.example`, `person ${THEIRS}`];

function idOf(letter: string, side: number): string {
  return `00000000-0000-4000-8000-00000000000${side}`.replace(/^0/, letter);
}
