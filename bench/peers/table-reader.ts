import type { TestContext } from "node:test";
import { createDatabaseSource } from "#server/sources/database/database-source.ts";
import { databaseSettings } from "#server/sources/database/settings.ts";
import type { Desk } from "#server/sources/pulled/pulled-fixture.ts";

/** Opens a source over a table, three rows a page; what comes back reads until it is at the end and answers what hindered. */
export function tableReader(t: TestContext, base: Readonly<Record<string, unknown>>, password: string) {
  return (desk: Desk, changes: Readonly<Record<string, unknown>> = {}, given = password) => {
    const settings = { ...databaseSettings.parse({ ...base, ...changes }), everySeconds: 0 };
    const { sink, key, machine } = desk;
    const known = desk.known();
    const framing = { kind: "sql" } as const;
    const source = createDatabaseSource({
      ...{ settings, credentials: { password: given }, framing, known, sink, key, machine, rowsAPage: 3 },
    });
    t.after(() => source.close());
    return async () => {
      for (let round = 0; round < 50; round++) {
        const { more, problem } = await source.poll();
        if (!more) return problem;
      }
      throw new Error("it never settles");
    };
  };
}

/** The rows that were delivered, without the names of the columns before them. */
export function rowsOf(desk: Desk): string[] {
  return desk.texts().filter((text) => text.startsWith("("));
}
