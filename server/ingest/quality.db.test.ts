import assert from "node:assert/strict";
import { test } from "node:test";
import { withCompany } from "#db/with-company.ts";
import { HEADER, record } from "../drivers/cisco-cucm-cdr/specimens.ts";
import { HEADER as MEASURED_HEADER, quality } from "../drivers/cisco-cucm-cmr/specimens.ts";
import { callQuality } from "../store/index.ts";
import { asterisk, openIngestFixture } from "./ingest-fixture.ts";
import { joinWaiting } from "./join-waiting.ts";
import { storedRecords } from "./stored-fixture.ts";

const AT = 1_781_511_300;
const ANSWERED = {
  dateTimeOrigination: AT,
  dateTimeConnect: AT + 10,
  dateTimeDisconnect: AT + 70,
  destMediaCap_payloadCapability: 11,
};
const HEARD = { numberPacketsReceived: 990, numberPacketsLost: 10, dateTimeStamp: AT + 70 };
const FACTS = ["mos_hundredths", "jitter_ms", "latency_ms", "loss_permille", "codec"];

test("what telephones measured of a call stands with it, the worst of both, and is read inside its company alone", async (t) => {
  const f = await openIngestFixture(t);
  const source = await f.addSource("cisco-cucm-cdr");
  await f.send(source, [HEADER, record(ANSWERED)].join("\n"));
  await f.send(
    source,
    [
      MEASURED_HEADER,
      quality({ ...HEARD, jitter: 7, latency: 40, varVQMetrics: "MLQK=4.5;MLQKav=4.37" }),
      quality({ ...HEARD, jitter: 3, callIdentifier: 47874239, varVQMetrics: "MLQK=3.2", directoryNum: "" }),
    ].join("\n"),
  );
  await f.send(await f.addSource("asterisk-cdr-csv"), asterisk("7", "0701740605", "1001"));
  f.time.now = new Date(f.time.now.getTime() + 3_600_000);
  await joinWaiting(f.ctx, { companyId: f.companyId, sourceId: source });
  const stored = await storedRecords(f);
  const told = stored.map((row) => FACTS.map((fact) => row[fact]));
  assert.deepEqual(
    new Set(told.map((facts) => JSON.stringify(facts))),
    new Set(["[320,7,40,10,4]", "[null,null,null,null,null]"]),
    f.logged.join(""),
  );
  const id = stored.find((row) => row["mos_hundredths"] !== null)?.["id"] as string;
  const read = (company: number) =>
    withCompany(f.db.data("web"), company, (tx) => callQuality(tx, company, id), { readOnly: true });
  assert.equal((await read(f.companyId))?.mosHundredths, 320);
  assert.equal(await read(f.companyId + 1), null);
  await assert.rejects(
    withCompany(f.db.data("ingest"), f.companyId, (tx) => callQuality(tx, f.companyId, id)),
    { code: "42501" },
  );
});
