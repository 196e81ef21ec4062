import assert from "node:assert/strict";
import { test } from "node:test";
import type { DecodedRecord } from "../driver.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { opensipsAcc } from "./driver.ts";
import { specimens } from "./specimens.ts";

const AT = Date.parse("2026-03-02T08:15:00Z") / 1_000;

function ended(at: number, more: string): string {
  return `ACC: call ended: created=${at};call_start_time=${at + 16};duration=5;ms_duration=4250;setuptime=16;method=INVITE;from_tag=1;to_tag=2;call_id=17;code=200;reason=OK${more}`;
}

conformance(opensipsAcc, {
  file: specimens.frames.map(String).join("\n"),
  record: ({ startedAt, answered, calling }) => {
    const at = Date.parse(`${startedAt.replace(" ", "T")}Z`) / 1_000;
    const more = `;caller=${calling};callee=204`;
    if (answered) return ended(at, more);
    return `ACC: call missed: timestamp=${at + 30};created=${at};setuptime=30;method=INVITE;from_tag=1;to_tag=;call_id=17;code=408;reason=Request Timeout${more}`;
  },
  withheld: ["anonymous", "unknown"],
  time: { why: "times count seconds since 1970", zone: "utc" },
  exceptions: { "impossible-days": "times count seconds since 1970" },
});

function calls(lines: readonly string[]): readonly DecodedRecord[] {
  return recordsIn(opensipsAcc, {}, decodeFile(opensipsAcc, {}, Buffer.from(lines.join("\n"))));
}

test("the line of an ended call tells its start, ring and conversation as the proxy counted them", () => {
  const [call] = calls([ended(AT, `;caller=${FICTION.mobile};callee=204`)]);
  assert.deepEqual(
    [call?.startedAt.toISOString(), call?.ringSeconds, call?.durationSeconds, call?.disposition, call?.callId],
    ["2026-03-02T08:15:00.000Z", 16, 5, "answered", "17"],
  );
});

test("branches that were missed before are the same call, and every leg of a forwarded one names whom it went to", () => {
  const missed = `ACC: call missed: timestamp=${AT + 8};created=${AT};setuptime=8;method=INVITE;from_tag=1;to_tag=;call_id=17;code=408;reason=Request Timeout;caller=${FICTION.mobile};callee=204`;
  const all = calls([missed, ended(AT, `;caller=${FICTION.mobile};callee=204;caller=204;callee=${FICTION.other}`)]);
  assert.equal(all.length, 1);
  assert.deepEqual([all[0]?.durationSeconds, all[0]?.disposition, all[0]?.direction], [5, "answered", "in"]);
  assert.deepEqual(all[0]?.values.map((value) => `${value.role} ${value.text}`).sort(), [
    "called 204",
    `calling ${FICTION.mobile}`,
    `transferred ${FICTION.other}`,
  ]);
});

test("answer and end of transactions without a dialog: the ring of the set-up is no conversation", () => {
  const answer = `ACC: transaction answered: timestamp=${AT + 16};created=${AT};setuptime=16;method=INVITE;from_tag=1;to_tag=2;call_id=18;code=200;reason=OK`;
  const end = `ACC: transaction answered: timestamp=${AT + 58};method=BYE;from_tag=1;to_tag=2;call_id=18;code=200;reason=OK`;
  const [call] = calls([end, answer]);
  assert.deepEqual(
    [call?.startedAt.toISOString(), call?.ringSeconds, call?.durationSeconds],
    ["2026-03-02T08:15:00.000Z", 16, 42],
  );
});
