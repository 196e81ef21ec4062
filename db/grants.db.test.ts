import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ALL_ROLES } from "./clients.ts";
import { openTestDatabase } from "./testing/database.ts";
import { listGrants } from "./testing/list-grants.ts";

// Every right of every role stands in a file beside the migrations, so that a review sees what a migration grants.
// `GALLRA_WRITE_GRANTS=1 npm test -- db/grants` writes them anew.
for (const cluster of ["data", "keyring"] as const) {
  test(`the rights of every role in the ${cluster} cluster are those that were reviewed`, async (t) => {
    const db = await openTestDatabase(t);
    const made = await listGrants(db[cluster]("owner"));
    const file = join(import.meta.dirname, cluster, "grants.txt");
    if (process.env["GALLRA_WRITE_GRANTS"] === "1") writeFileSync(file, `${made.join("\n")}\n`);
    const reviewed = readFileSync(file, "utf8").trim().split("\n");
    const added = made.filter((line) => !reviewed.includes(line));
    const gone = reviewed.filter((line) => !made.includes(line));
    assert.deepEqual({ added, gone }, { added: [], gone: [] });
    assert.ok(made.length > 100, `saw only ${made.length} rights`);
  });

  test(`in the ${cluster} cluster no application role is above the walls, owns or grants anything, or is another role`, async (t) => {
    const db = await openTestDatabase(t);
    const made = await listGrants(db[cluster]("owner"));
    const roles = made.filter((line) => /^role gallra_\w+:/.test(line));
    for (const line of roles.filter((one) => !one.startsWith("role gallra_owner:")))
      assert.match(line, /^role \w+: login$/);
    const members = made.filter((line) => line.includes(" is in ") && !line.startsWith("role gallra_owner is in pg_"));
    assert.deepEqual(members, []);
    const everybody = made.filter((line) => line.includes(": PUBLIC ") && !/^(database|schema public)/.test(line));
    assert.deepEqual(everybody, [], "what everybody may do");
    const [row] = await db[cluster]("owner")`
      select count(*)::int as n from pg_class c where pg_get_userbyid(c.relowner) in ('gallra_web', 'gallra_ingest', 'gallra_keeper', 'gallra_report', 'gallra_collect')`;
    assert.equal(row?.["n"], 0);
  });
}

test("each role has a password of its own, made for this home", async (t) => {
  const db = await openTestDatabase(t);
  const { passwords } = db.clusterHome;
  const all = (["data", "keyring"] as const).flatMap((cluster) =>
    ALL_ROLES.map((role) => passwords[cluster][role] ?? ""),
  );
  const made = all.filter((password) => password !== "");
  assert.ok(made.length >= ALL_ROLES.length);
  assert.equal(new Set(made).size, made.length, "two roles share a password");
  for (const password of made) assert.ok(password.length >= 32);
  await assert.rejects(
    async () => {
      const { connect } = await import("./clients.ts");
      const wrong = { ...passwords, data: { ...passwords.data, web: passwords.data.keeper ?? "" } };
      const sql = connect({ ...db.clusterHome, passwords: wrong }, "data", "web", { max: 1 });
      await sql`select 1`.finally(() => sql.end({ timeout: 1 }));
    },
    { code: "28P01" },
  );
});
