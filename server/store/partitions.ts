import type { Sql } from "#db/clients.ts";
import { type Day, monthOf } from "./day.ts";

/** Makes the partitions of these days of expiry where they are missing, and answers the leaf of each. Remembers them. */
export async function ensureDays(sql: Sql, days: Iterable<Day>): Promise<ReadonlyMap<Day, string>> {
  const known = memoryOf(sql).leaves;
  const missing = [...new Set(days)].filter((day) => !known.has(day));
  if (missing.length > 0) {
    const rows = await sql`select day, leaf from data.ensure_days(${missing}::date[])`;
    if (known.size > 20_000) known.clear();
    for (const row of rows) known.set(row["day"] as Day, row["leaf"] as string);
  }
  return known;
}

/** The same for the months of calls; any day of the month (UTC) will do. */
export async function ensureMonths(sql: Sql, days: Iterable<Day>): Promise<void> {
  const known = memoryOf(sql).months;
  const missing = [...new Set([...days].map(monthOf))].filter((month) => !known.has(month));
  if (missing.length === 0) return;
  await sql`select data.ensure_months(${missing}::date[])`;
  for (const month of missing) known.add(month);
}

/** After a partition was found missing although it was remembered: another process dropped it. */
export function forgetPartitions(sql: Sql): void {
  memory.delete(sql);
}

interface Memory {
  readonly leaves: Map<Day, string>;
  readonly months: Set<Day>;
}

/** Per pool, since two pools may belong to two databases. */
const memory = new WeakMap<Sql, Memory>();

function memoryOf(sql: Sql): Memory {
  const known = memory.get(sql) ?? { leaves: new Map(), months: new Set() };
  memory.set(sql, known);
  return known;
}
