import type { Installation } from "#server/context.ts";
import { door } from "#server/context.ts";

/** What both clusters take for the present: a machine whose clock jumped must not destroy years of data. */
export async function databaseClocks(installation: Installation): Promise<Date[]> {
  const { keeper } = installation.keyring.sql;
  const doors = [door(installation, "keeper"), ...(keeper === undefined ? [] : [keeper])];
  return Promise.all(
    doors.map(async (sql) => {
      const [row] = await sql`select clock_timestamp() as now`;
      return row?.["now"] as Date;
    }),
  );
}
