import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { NATURES } from "../domain/sorted.ts";
import { addPrivateNumber, dropPrivateNumbers, resolveEndpoints, WHOLE_COMPANY } from "../keyring/index.ts";
import { raiseFence } from "../store/fence.ts";
import { setNatureRule } from "../store/nature-rules.ts";
import { asterisk, type IngestFixture, openIngestFixture } from "./ingest-fixture.ts";
import { asOwner, storedParties, storedRaw } from "./stored-fixture.ts";

const LISTED = "0701740611";
const OTHER = "0701740612";

test("calls are told private by a list of numbers, by hours and by a code, which goes before the list; no number of it stands in the data cluster", async (t) => {
  const f = await openIngestFixture(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const lines = (day: string) =>
    [
      asterisk("01", LISTED, "1001", `${day} 10:00:00`),
      asterisk("02", OTHER, "1002", `${day} 10:00:00`),
      asterisk("03", OTHER, "1001", `${day} 11:00:00`),
      asterisk("04", OTHER, "1003", `${day} 20:00:00`),
    ].join("\n");
  await f.send(source, `${lines("2026-06-08")}\n`);
  assert.deepEqual(await natures(f), [null, null, null, null], "without rules nobody says anything");

  const [extension = 0] = await resolveEndpoints(f.keyring, f.companyId, [{ kind: "extension", label: "1001" }]);
  const days = { addedOn: "2026-06-15", until: "2026-07-15" };
  const company = { canonical: "+46701740611", endpointId: WHOLE_COMPANY, ...days };
  assert.equal(await addPrivateNumber(f.keyring, f.companyId, company), "added");
  assert.equal(await addPrivateNumber(f.keyring, f.companyId, company), "there");
  await addPrivateNumber(f.keyring, f.companyId, { canonical: "+46701740612", endpointId: extension, ...days });
  await rule(f, { kind: 2, nature: 2, weekdays: 31, fromMinute: 480, toMinute: 1020, outside: true });
  await holdFromNow(f);
  await f.send(source, `${lines("2026-06-09")}\n`);
  const { private: told } = NATURES;
  assert.deepEqual(
    (await natures(f)).slice(4),
    [told, told, null, told],
    "the company's list, the list of the extension, nobody's, the evening",
  );

  await dropPrivateNumbers(f.keyring, f.companyId, { canonicals: ["+46701740611"] });
  await holdFromNow(f);
  await f.send(source, `${lines("2026-06-10")}\n`);
  assert.deepEqual(
    (await natures(f)).slice(8),
    [null, told, null, told],
    "off the list it says nothing of later calls",
  );

  const stored = JSON.stringify(await asOwner(f, "select * from data.nature_rule"));
  assert.doesNotMatch(stored, /1740611|1740612/);
});

test("an outgoing call dialled with a code is what the code says, whatever the list and the hours say", async (t) => {
  const f = await openIngestFixture(t);
  const source = await f.addSource("asterisk-cdr-csv");
  const outgoing = (id: string, dialled: string, start: string) =>
    `"","1001","${dialled}","from-internal","""Anna Prov"" <1001>","PJSIP/1001-0000${id}","PJSIP/trunk-0001","Dial","PJSIP/trunk,30","${start}","${start}","${start}",35,30,"ANSWERED","DOCUMENTATION","17500000${id}.1",""`;
  const days = { addedOn: "2026-06-15", until: "2026-07-15" };
  await addPrivateNumber(f.keyring, f.companyId, { canonical: "+46701740611", endpointId: WHOLE_COMPANY, ...days });
  await rule(f, { kind: 1, nature: 1, code: "92" });
  await rule(f, { kind: 1, nature: 2, code: "*71" });
  await rule(f, { kind: 2, nature: 2, weekdays: 31, fromMinute: 480, toMinute: 1020, outside: true });
  const day = "2026-06-09";
  await f.send(
    source,
    `${[
      outgoing("11", `92${LISTED}`, `${day} 07:00:00`),
      outgoing("12", `*71${OTHER}`, `${day} 10:00:00`),
      outgoing("13", OTHER, `${day} 11:00:00`),
      outgoing("14", LISTED, `${day} 12:00:00`),
    ].join("\n")}\n`,
  );
  const { private: told, business } = NATURES;
  assert.deepEqual(await natures(f), [business, told, null, told]);
  const parties = (await storedParties(f)).filter((party) => party.class === "phone");
  assert.equal(
    parties.filter((party) => party.canonical === "+46701740611").length,
    2,
    "the number after the code is known",
  );
  assert.equal(parties.filter((party) => party.canonical === "+46701740612").length, 2);
  const raw = await storedRaw(f);
  assert.ok(
    raw.some((one) => one.bytes.includes(`"*71${OTHER}"`)),
    "and the record is put back as it was",
  );
  assert.ok(raw.every((one) => !/1740612|1740611/.test(one.skeleton)));
});

/** By day, extension and time. */
async function natures(f: IngestFixture): Promise<(number | null)[]> {
  const rows = await asOwner(f, "select c.nature, c.started_at, c.endpoint_id from data.call_record c");
  const labels = new Map<number, string>();
  for (const label of ["1001", "1002", "1003"]) {
    const [id = 0] = await resolveEndpoints(f.keyring, f.companyId, [{ kind: "extension", label }]);
    labels.set(id, label);
  }
  const key = (row: Record<string, unknown>) => {
    const at = (row["started_at"] as Date).toISOString();
    return `${at.slice(0, 10)} ${labels.get(row["endpoint_id"] as number) ?? ""} ${at}`;
  };
  return rows.toSorted((a, b) => key(a).localeCompare(key(b))).map((row) => row["nature"] as number | null);
}

type Rule = { kind: number; nature: number } & Partial<Omit<Parameters<typeof setNatureRule>[1], "kind" | "nature">>;

async function rule(f: IngestFixture, changes: Rule): Promise<void> {
  const row = {
    companyId: f.companyId,
    id: randomUUID(),
    sourceId: null,
    code: null,
    weekdays: null,
    fromMinute: null,
    toMinute: null,
    outside: null,
    changedAt: f.time.now,
    changedBy: null,
    changedByName: "Test",
    ...changes,
  };
  await withCompany(f.db.data("web"), f.companyId, (tx) => setNatureRule(tx, row));
}

async function holdFromNow(f: IngestFixture): Promise<void> {
  f.time.now = new Date(f.time.now.getTime() + 10_000);
  await withCompany(f.db.data("web"), f.companyId, (tx) => raiseFence(tx, f.companyId));
}
