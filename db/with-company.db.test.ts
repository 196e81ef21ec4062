import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestDatabase } from "./testing/database.ts";
import { withCompany } from "./with-company.ts";

const ASK = "select current_setting('app.company_id', true) as company, pg_backend_pid() as backend";

test("a company ends with its transaction, also when it failed, and never reaches the connection's next user", async (t) => {
  const database = await openTestDatabase(t);
  const web = database.data("web");
  const inside = await withCompany(web, 7, async (tx) => tx.unsafe(ASK));
  assert.equal(inside[0]?.["company"], "7");
  await assert.rejects(
    withCompany(web, 8, async (tx) => tx`select 1 / 0`),
    { code: "22012" },
  );
  await assert.rejects(
    withCompany(web, 8, async () => Promise.reject(new Error("changed my mind"))),
    /changed my mind/,
  );
  for (let round = 0; round < 12; round++) {
    const [after] = await web.unsafe(ASK);
    assert.equal(after?.["company"] || null, null);
  }
});

test("a company id that is none never reaches the database", async (t) => {
  const web = (await openTestDatabase(t)).data("web");
  for (const id of [0, -1, 1.5, Number.NaN, "1'; drop schema data; --" as unknown as number]) {
    await assert.rejects(
      withCompany(web, id, async () => 1),
      /positive integer/,
    );
  }
});

test("a transaction that only reads refuses to write", async (t) => {
  const owner = (await openTestDatabase(t)).data("owner");
  await assert.rejects(
    withCompany(owner, 1, async (tx) => tx`create schema mine`, { readOnly: true }),
    { code: "25006" },
  );
});

test("many companies at once over few connections keep apart", async (t) => {
  const web = (await openTestDatabase(t)).data("web");
  const ids = Array.from({ length: 60 }, (_, index) => index + 1);
  const seen = await Promise.all(
    ids.map((id) => withCompany(web, id, async (tx) => Number((await tx.unsafe(ASK))[0]?.["company"]))),
  );
  assert.deepEqual(seen, ids);
});
