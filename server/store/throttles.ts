import type { Sql } from "#db/clients.ts";

export interface TallyKey {
  /** A keyed digest: the table holds no address and no name. */
  readonly key: Buffer;
  readonly free: number;
  /** Seconds. */
  readonly longest: number;
}

/** Role web. Counts one attempt under all keys and answers 0, or the milliseconds to wait and counts nothing. */
export async function countAttempt(web: Sql, keys: readonly TallyKey[], at: Date): Promise<number> {
  const [row] = await web`select data.count_attempt(${literal(keys.map(({ key }) => key))}::text::bytea[],
    ${keys.map(({ free }) => free)}::int[], ${keys.map(({ longest }) => longest)}::int[], ${at}) as wait`;
  return Number(row?.["wait"] ?? 0);
}

/** Role web. The attempt was right: `own` keys start anew, of the shared ones this attempt is taken back. */
export async function clearAttempts(web: Sql, own: readonly Buffer[], shared: readonly Buffer[]): Promise<void> {
  await web`select data.clear_attempts(${literal(own)}::text::bytea[], ${literal(shared)}::text::bytea[])`;
}

/** Role keeper: deletes the tallies that nobody has added to since. */
export async function forgetAttempts(keeper: Sql, before: Date): Promise<number> {
  const [row] = await keeper`select data.forget_attempts(${before}) as n`;
  return Number(row?.["n"] ?? 0);
}

/** The client would send the first element of an array of bytes: hence the text that the database reads as one. */
function literal(keys: readonly Buffer[]): string {
  return `{${keys.map((key) => `"\\\\x${key.toString("hex")}"`).join(",")}}`;
}
