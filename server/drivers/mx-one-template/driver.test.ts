import assert from "node:assert/strict";
import { test } from "node:test";
import { conformance } from "../testing/conformance.ts";
import { decodeFile } from "../testing/decode-file.ts";
import { mxOneTemplate } from "./driver.ts";
import { call } from "./specimens.ts";

conformance(mxOneTemplate, {
  file: ["Date;Time;Duration;Ring;Calling;Called;Dialled;Connected", call(), call({ name: "Åsa Öberg" })].join("\r\n"),
  record: ({ startedAt, answered, calling }) =>
    call({ date: startedAt.slice(0, 10), clock: startedAt.slice(11), duration: answered ? "00:01:00" : "", calling }),
  withheld: ["", "unknown"],
});

test("a call is transferred to whom it was connected, and the sides tell its direction", () => {
  const text = call({ calling: "2204", called: "0701740633", dialled: "000701740633", connected: "2205" });
  const [frame] = decodeFile(mxOneTemplate, {}, Buffer.from(text));
  assert.ok(frame?.decoded.kind === "records");
  const [record] = frame.decoded.records;
  assert.deepEqual([record?.direction, record?.extension, record?.trunk], ["out", "2204", "T12"]);
  assert.deepEqual(
    record?.values.map((value) => `${value.role} ${value.text}`),
    ["calling 2204", "called 0701740633", "transferred 2205"],
  );
});
