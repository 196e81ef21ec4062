import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { OwnClusters } from "#db/testing/own-clusters.ts";
import type { Day } from "#server/domain/zoned-time.ts";

/**
 * The files of a day's partitions leave the machine's memory, as those of weeks ago have: only what is dropped counts then,
 * not how many pages of it were still being cached. Needs GNU dd; throws where there is none.
 */
export async function leaveMemory(db: OwnClusters, day: Day): Promise<void> {
  const rows = await db.data("owner")`select pg_relation_filepath(c.oid) as path from pg_class c
    where c.relkind in ('r', 'i', 't') and c.relname like ${`%_${day.replaceAll("-", "")}%`}`;
  for (const row of rows) {
    const first = join(db.base, "data", String(row["path"]));
    // A relation over a gigabyte goes on in files of the same name with a number.
    for (const name of readdirSync(dirname(first)).filter((one) => one.split(".")[0] === basename(first)))
      execFileSync("dd", [`if=${join(dirname(first), name)}`, "iflag=nocache", "count=0"], { stdio: "ignore" });
  }
}
