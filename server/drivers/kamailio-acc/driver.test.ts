import assert from "node:assert/strict";
import { test } from "node:test";
import type { DecodedRecord, DriverOptions } from "../driver.ts";
import { conformance, FICTION } from "../testing/conformance.ts";
import { decodeFile, recordsIn } from "../testing/decode-file.ts";
import { kamailioAcc } from "./driver.ts";
import { specimens } from "./specimens.ts";
import { named } from "../testing/told.ts";

const AT = Date.parse("2026-03-02T08:15:00Z") / 1_000;

interface Written {
  readonly event?: string;
  readonly at?: number;
  readonly method?: string;
  readonly code?: number;
  readonly call?: string;
  readonly more?: string;
}

function line({
  event = "transaction answered",
  at = AT,
  method = "INVITE",
  code = 200,
  call = "c1@192.0.2.8",
  more = "",
}: Written): string {
  return `ACC: ${event}: timestamp=${at};method=${method};from_tag=a;to_tag=b;call_id=${call};code=${code};reason=X${more}`;
}

const SIDES = `;src_user=${FICTION.mobile};dst_user=204`;

conformance(kamailioAcc, {
  file: specimens.frames.map(String).join("\n"),
  record: ({ startedAt, answered, calling }) => {
    const at = Date.parse(`${startedAt.replace(" ", "T")}Z`) / 1_000;
    const more = `;src_user=${calling};dst_user=204`;
    return answered
      ? [line({ at, more }), line({ at: at + 42, method: "BYE" })]
      : line({ event: "call missed", at, code: 408, more });
  },
  withheld: ["anonymous", "", "<null>"],
  time: { why: "times count seconds since 1970", zone: "utc" },
  exceptions: { "impossible-days": "times count seconds since 1970" },
});

function calls(lines: readonly string[], options: DriverOptions = {}): readonly DecodedRecord[] {
  return recordsIn(kamailioAcc, options, decodeFile(kamailioAcc, options, Buffer.from(lines.join("\n"))));
}

const facts = (record: DecodedRecord | undefined) => [
  record?.startedAt.toISOString(),
  record?.durationSeconds,
  record?.disposition,
  record?.direction,
  record?.extension,
];
const persons = (record: DecodedRecord | undefined) => named(record).sort();

test("an answer and an end are one call with the time between them, whichever comes first and whoever hung up", () => {
  const answer = line({ more: SIDES });
  const again = line({ at: AT + 20, more: SIDES });
  const end = line({ at: AT + 42, method: "BYE", more: `;src_user=204;dst_user=${FICTION.mobile}` });
  for (const lines of [
    [answer, end],
    [end, answer],
    [answer, again, end, end],
  ]) {
    const all = calls(lines);
    assert.equal(all.length, 1);
    assert.deepEqual(facts(all[0]), ["2026-03-02T08:15:00.000Z", 42, "answered", "in", "204"]);
    assert.deepEqual(persons(all[0]), ["called phone 204", `calling phone ${FICTION.mobile}`]);
    assert.equal(all[0]?.callId, "c1@192.0.2.8");
  }
});

test("a branch that was missed belongs to the call that another one answered; alone it says why nobody did", () => {
  const missed = line({
    event: "call missed",
    at: AT - 20,
    code: 408,
    more: `;src_user=${FICTION.mobile};dst_user=205`,
  });
  assert.deepEqual(facts(calls([missed])[0]), ["2026-03-02T08:14:40.000Z", 0, "no-answer", "in", "205"]);
  const all = calls([missed, line({ more: SIDES }), line({ at: AT + 42, method: "BYE" })]);
  assert.deepEqual(
    all.map((call) => [call.durationSeconds, call.disposition, persons(call)]),
    [[42, "answered", ["called phone 204", "called phone 205", `calling phone ${FICTION.mobile}`]]],
  );
  for (const [code, disposition] of [
    [486, "busy"],
    [487, "no-answer"],
    [404, "failed"],
    [503, "failed"],
  ] as const) {
    assert.equal(calls([line({ code, more: SIDES })])[0]?.disposition, disposition);
    assert.equal(calls([line({ event: "call missed", code })])[0]?.disposition, disposition);
  }
});

test("how long is waited: for an answered call's end for hours, for the next branch for minutes", () => {
  const legs = (lines: readonly string[]) =>
    decodeFile(kamailioAcc, {}, Buffer.from(lines.join("\n"))).flatMap(({ decoded }) =>
      decoded.kind === "leg" ? [decoded.leg] : [],
    );
  const { join } = kamailioAcc;
  const answer = legs([line({})]);
  const missed = legs([line({ event: "call missed", code: 408 })]);
  assert.deepEqual([join?.merge(answer, false), join?.merge(missed, false)], [null, null]);
  assert.ok((join?.waitFor?.(answer) ?? 0) > 3_600 && (join?.waitFor?.(missed) ?? 0) <= 300);
  assert.equal(join?.merge([...answer, ...legs([line({ method: "BYE", at: AT + 1 })])], false)?.length, 1);
});

test("the line of a whole call is a call by itself, with and without an id", () => {
  const cdr = (more: string) =>
    `NOTICE: acc: start_time=${AT}.250000; end_time=${AT + 43}.000000; duration=41.600000${more}`;
  for (const [more, id] of [
    [`; callid=k2; caller=${FICTION.mobile}; callee=204`, "k2"],
    [`; caller=${FICTION.mobile}; callee=204`, null],
  ] as const) {
    const [call] = calls([cdr(more)]);
    assert.deepEqual([call?.callId, ...facts(call)], [id, "2026-03-02T08:15:00.250Z", 42, "answered", "in", "204"]);
  }
});

test("extra fields are found by their usual names, or by those that the options give", () => {
  const [named] = calls([line({ more: `;a_nr=${FICTION.mobile};b_nr=204;b_org=0846500442` })], {
    calling: "x,A_NR",
    called: "b_nr",
    dialled: "b_org",
  });
  assert.deepEqual(persons(named), ["called phone 204", `calling phone ${FICTION.mobile}`, "dialled phone 0846500442"]);
  const [usual] = calls([
    line({
      more: `;src=sip:${FICTION.mobile}@example.org;user=phone;dst=<sip:204@192.0.2.9;transport=udp>;pai=+46701740699;src_name=Åsa Prov#012`,
    }),
  ]);
  assert.deepEqual(persons(usual), [
    "called phone <sip:204@192.0.2.9;transport=udp>",
    "caller name Åsa Prov",
    "caller phone +46701740699",
    `calling phone sip:${FICTION.mobile}@example.org;user=phone`,
  ]);
  assert.deepEqual([usual?.direction, usual?.extension], ["in", "204"]);
});

test("other lines of the log are nothing, and what looks like accounting and is none says why", () => {
  const decode = (text: string) => decodeFile(kamailioAcc, {}, Buffer.from(text))[0]?.decoded;
  for (const text of [
    "kamailio[7]: INFO: <script>: relayed 0701740605",
    line({ method: "MESSAGE", more: SIDES }),
    line({ method: "REGISTER" }),
  ])
    assert.equal(decode(text)?.kind, "nothing", text);
  for (const [text, reason] of [
    ["ACC: transaction answered: call_id=c1;code=200", "fields: no time and no method"],
    [line({}).replace(`=${AT}`, "=today"), "start: no date and time"],
    [line({}).replace("code=200", "code="), "code: no answer of SIP"],
    [line({}).replace("call_id=c1@192.0.2.8;", ""), "call: no id"],
    [`ACC: start_time=${AT}.1; end_time=${AT}.9; duration=long; callid=1`, "duration: no number of seconds"],
  ] as const)
    assert.deepEqual(decode(text), { kind: "undefined", reason });
});
