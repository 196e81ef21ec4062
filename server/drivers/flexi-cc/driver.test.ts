import assert from "node:assert/strict";
import { test } from "node:test";
import { conformance, FICTION } from "../testing/conformance.ts";
import { flexiCc } from "./driver.ts";

const HEADER = "SOURCE;NOTE;DATE;ID;CALLING;CALLED;TRANSFERRED;NAME;WAIT;DURATION;STATUS";

conformance(flexiCc, {
  file: [
    HEADER,
    `QUEUE_CALL;queue=Växel, agent=3010;2026-03-02 08:15:00.000;c-1;${FICTION.mobile};${FICTION.landline};;Åsa Öberg;41;180;ANSWERED`,
    `QUEUE_CALL;"queue=Faktura; agent=3011";2026-03-02 08:17:00.000;c-2;${FICTION.other};${FICTION.landline};3012;;7;95;ANSWERED`,
    `{"date":"2026-03-02 08:20:00.000","note":"queue=Växel","calling":"${FICTION.mobile}","wait":120,"status":"ABANDONED"}`,
  ].join("\n"),
  record: ({ startedAt, answered, calling }) =>
    `QUEUE_CALL;queue=Support, agent=3010;${startedAt}.000;c-9;${calling};${FICTION.landline};;;41;${answered ? 180 : 0};${answered ? "ANSWERED" : "ABANDONED"}`,
  withheld: ["", "anonymous"],
});

test("a queue call tells its queue, its agent, how long it waited and whom it was sent on to", () => {
  const line = `QUEUE_CALL;"queue=Faktura; agent=3011";2026-03-02 08:17:00.000;c-2;${FICTION.other};${FICTION.landline};${FICTION.mobile};;7;95;ANSWERED`;
  const context = { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
  const decoded = flexiCc.configure({})(Buffer.from(line), context);
  assert.ok(decoded.kind === "records");
  const record = decoded.records[0];
  assert.deepEqual(
    [record?.kind, record?.queue, record?.extension, record?.ringSeconds],
    ["queue_call", "Faktura", "3011", 7],
  );
  assert.deepEqual(
    record?.values.map((value) => [value.role, value.text]),
    [
      ["calling", FICTION.other],
      ["called", FICTION.landline],
      ["transferred", FICTION.mobile],
    ],
  );
});

test("a number in a column the driver does not know is named, so that it can be found and erased", () => {
  const context = { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
  const line = `{"date":"2026-03-02 08:20:00.000","calling":"${FICTION.mobile}","callBack":"${FICTION.other}","score":"20260302"}`;
  const decoded = flexiCc.configure({})(Buffer.from(line), context);
  assert.ok(decoded.kind === "records");
  assert.deepEqual(
    decoded.records[0]?.values.map((value) => `${value.role} ${value.text}`),
    [`calling ${FICTION.mobile}`, `redirecting ${FICTION.other}`],
  );
});
