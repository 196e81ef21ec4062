import assert from "node:assert/strict";
import { test } from "node:test";
import { conformance, FICTION } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { flexiTid } from "./driver.ts";
import { specimens } from "./specimens.ts";

const HEADER = "SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS";

conformance(flexiTid, {
  file: [
    HEADER,
    `CALLBACK;queue=Bygglov;2026-03-02 08:15:00.000;t-1;${FICTION.mobile};19811228-9874;Åsa Öberg;2026-03-02 10:00:00.000;240;DONE`,
    `CALLBACK;queue=Förskola;2026-03-02 08:16:00.000;t-2;${FICTION.other};;;2026-03-02 10:15:00.000;;SCHEDULED`,
    `{"date":"2026-03-02 08:20:00.000","note":"queue=Bygglov","phone":"+46${FICTION.mobile.slice(1)}","ssn":"8112289874","status":"CANCELLED"}`,
  ].join("\n"),
  record: ({ startedAt, answered, calling }) =>
    `CALLBACK;queue=Bygglov, extension=3020;${startedAt}.000;t-9;${calling};;;;${answered ? 240 : 0};${answered ? "DONE" : "NO ANSWER"}`,
  withheld: [""],
});

test("phone and personal identity number belong to the one person who asked, in any notation", () => {
  const context = { receivedAt: new Date("2026-03-02T09:00:00Z"), timeZone: "Europe/Stockholm", state: {} };
  for (const ssn of ["19811228-9874", "811228-9874", "811228+9874", "198112289874", "8112289874"]) {
    const line = `CALLBACK;queue=Bygglov;2026-03-02 08:15:00.000;t-1;${FICTION.mobile};${ssn};;;240;DONE`;
    const decoded = flexiTid.configure({})(Buffer.from(line), context);
    assert.ok(decoded.kind === "records");
    const record = decoded.records[0];
    assert.deepEqual([record?.kind, record?.queue, record?.direction], ["callback", "Bygglov", "out"]);
    assert.deepEqual(
      record?.values.map((value) => [value.role, value.class, value.text]),
      [
        ["calling", "phone", FICTION.mobile],
        ["calling", "ssn", ssn],
      ],
    );
  }
});

test("a damaged record that repeats a column's name is no header, and costs no line after it", () => {
  const whole = specimens.frames[0]?.toString() ?? "";
  const file = Buffer.from([`note","note","note","phone":"1"`, whole].join("\n"));
  const kinds = decodeFile(flexiTid, {}, file).map(({ decoded }) => decoded.kind);
  assert.deepEqual(kinds, ["undefined", "records"]);
});
