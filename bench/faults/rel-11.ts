import { checkWall } from "#db/data/wall/check-wall.ts";
import { openTestDatabase } from "#db/testing/database.ts";
import type { Fault, Figure } from "../figure.ts";

/**
 * The database's wall: every table with a company_id, every function that takes a company and every leaf of a partitioned
 * table, as each of the application's own roles. The control arm takes one wall down and must be noticed.
 */
export const fault: Fault = {
  id: "REL-11",
  claim: "no role of the application reads, writes, changes or deletes another company's rows in the database",
  async run(): Promise<Figure[]> {
    const report = await withDatabase((db) => checkWall((role) => db.data(role)));
    const control = await withDatabase(async (db) => {
      await db
        .data("owner")
        .unsafe("alter table data.party no force row level security; grant select on data.party to gallra_report");
      return checkWall((role) => db.data(role));
    });
    const noticed = control.findings.some((finding) => finding.startsWith("party:"));
    const { findings, ...counts } = report;
    return [
      {
        id: "REL-11",
        value: findings.length,
        unit: "ways across",
        must: "0, and the control noticed",
        ok: findings.length === 0 && noticed && counts.tables > 0 && counts.leaves > 0 && counts.functions > 0,
        detail: { ...counts, findings, controlNoticed: noticed },
      },
    ];
  },
};

type Database = Awaited<ReturnType<typeof openTestDatabase>>;

async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openTestDatabase();
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
