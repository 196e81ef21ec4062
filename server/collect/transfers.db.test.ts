import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { openPrivacyFixture, type PrivacyFixture } from "../privacy/privacy-fixture.ts";
import { addToTransfer, endTransfer, startTransfer } from "../store/transfers.ts";
import { forgetOldTransfers, TRANSFER_DAYS } from "./forget-transfers.ts";
import { listTransfers } from "./list-transfers.ts";
import { transferFile } from "./transfer-file.ts";

const DAY_MS = 86_400_000;
const idOf = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

interface Session {
  readonly n: number;
  readonly sourceId?: number;
  readonly daysAgo?: number;
  readonly errors?: number;
  readonly outcome?: "done" | "interrupted" | "failed";
  readonly waiting?: number;
}

async function keep(f: PrivacyFixture, session: Session, companyId = f.companyId): Promise<void> {
  const { n, sourceId = 1, daysAgo = 0, errors = 0, outcome, waiting = 0 } = session;
  const at = new Date(f.time.now.getTime() - daysAgo * DAY_MS);
  await withCompany(f.db.data("owner"), companyId, async (tx) => {
    await startTransfer(tx, { companyId, id: idOf(n), sourceId, startedAt: at, holder: "test" });
    await addToTransfer(tx, companyId, idOf(n), { at, bytes: 10, files: 1, frames: 2, errors });
    if (outcome !== undefined) await endTransfer(tx, companyId, idOf(n), { at, outcome, error: null });
    if (waiting > 0)
      await tx`update data.transfer_session set waiting = ${waiting} where company_id = ${companyId} and id = ${idOf(n)}`;
  });
}

async function addSource(f: PrivacyFixture, id: number, name: string): Promise<void> {
  await withCompany(
    f.db.data("owner"),
    f.companyId,
    (tx) => tx`insert into data.source (company_id, id, name, transport, driver, product)
      values (${f.companyId}, ${id}, ${name}, 'shared-file', 'asterisk-cdr-csv', 4)`,
  );
}

test("transfer sessions are looked for, told as a file, and forgotten after 400 days: the company's own alone", async (t) => {
  const f = await openPrivacyFixture(t);
  await addSource(f, 1, "=Växel, ett");
  await addSource(f, 2, "Växel två");
  await keep(f, { n: 1, outcome: "done" });
  await keep(f, { n: 2, sourceId: 2, errors: 3, outcome: "failed" });
  await keep(f, { n: 3, daysAgo: 2, outcome: "interrupted" });
  await keep(f, { n: 4, daysAgo: 2 });
  await keep(f, { n: 5, daysAgo: TRANSFER_DAYS - 1, outcome: "done" });
  await keep(f, { n: 6, daysAgo: TRANSFER_DAYS + 1, outcome: "done" });
  await keep(f, { n: 7, daysAgo: TRANSFER_DAYS + 1, waiting: 1 });
  await keep(f, { n: 8, outcome: "done" }, f.companyId + 1);

  const found = async (input: Parameters<typeof listTransfers>[1]) =>
    (await listTransfers(f.as("company-administrator"), input)).map(({ id }) => Number(id.at(-1)));
  assert.deepEqual(await found({}), [2, 1, 4, 3, 5, 7, 6]);
  assert.deepEqual(await found({ sourceId: 2 }), [2]);
  assert.deepEqual(await found({ only: "errors" }), [2]);
  assert.deepEqual(await found({ only: "failed" }), [2]);
  assert.deepEqual(await found({ only: "interrupted" }), [3]);
  assert.deepEqual(await found({ only: "open" }), [4, 7]);
  const day = new Date(f.time.now.getTime() - 2 * DAY_MS).toISOString().slice(0, 10);
  assert.deepEqual(await found({ from: day, to: day }), [4, 3]);
  const [first] = await listTransfers(f.as("company-administrator"), { limit: 1 });
  assert.ok(first !== undefined);
  const after = { startedAt: first.startedAt, id: first.id };
  assert.deepEqual(await found({ after, limit: 2 }), [1, 4], "of those that began together none is passed over");
  await assert.rejects(listTransfers(f.as("end-user"), {}), { code: "forbidden" });
  await assert.rejects(transferFile(f.as("end-user"), {}), { code: "forbidden" });

  const { name, text } = await transferFile(f.as("dpo"), { to: day });
  const lines = text.split("\r\n");
  assert.match(name, /-transfer-sessions\.csv$/);
  assert.match(
    lines[0] ?? "",
    /^source_id,source,id,started_at,last_at,ended_at,outcome,error,bytes,files,frames,records,/,
  );
  assert.equal(lines.length, 7, "a line each, the header, and the end of the last line");
  assert.ok(lines[1]?.startsWith(`1,"'=Växel, ett",${idOf(4)},`), "no name is a formula to a spreadsheet");

  assert.equal(await forgetOldTransfers(f.installation), 1);
  assert.deepEqual(await found({}), [2, 1, 4, 3, 5, 7], "what something still waits in stays");
});
