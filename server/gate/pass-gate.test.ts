import assert from "node:assert/strict";
import { test } from "node:test";
import { filterJudge, type FilterJudge } from "../domain/filter/judge-call.ts";
import { filterSettings } from "../domain/filter/filter-settings.ts";
import { NumberSet } from "../domain/number-set.ts";
import { numberReader } from "../domain/numbers/index.ts";
import type { OrganisationNumber } from "../domain/organisation-number.ts";
import { shieldedAt, shieldSet } from "../domain/shield/shield-settings.ts";
import { DRIVERS } from "../drivers/catalogue.ts";
import type { Decoded, Decoder } from "../drivers/driver.ts";
import { flexiTid } from "../drivers/flexi-tid/driver.ts";
import { asteriskCdrCsv } from "../drivers/asterisk-cdr-csv/driver.ts";
import { specimensOf } from "../drivers/testing/specimens.ts";
import type { PlacedFrame } from "../inbox/index.ts";
import { recordsOf } from "./call-of.ts";
import { openGate } from "./open-gate.ts";
import { type Gate, passGate } from "./pass-gate.ts";

const SITE = { country: "SE", outsideLine: "0", extensionDigits: 4, internationalPrefix: null };
const ZONE = "Europe/Stockholm";
const AT = new Date("2026-06-15T10:00:00Z");
const since = "2026-01-01T00:00:00Z";

function placed(lines: readonly (string | Buffer)[]): PlacedFrame[] {
  let start = 0;
  return lines.map((line) => {
    const bytes = Buffer.from(line);
    const frame = { bytes, start, end: start + bytes.length + 1 };
    start = frame.end;
    return frame;
  });
}

function gateOf(decode: Decoder, changes: Partial<Gate>): Gate {
  return { decode, site: SITE, zone: ZONE, filter: null, shield: null, ...changes };
}

const shield = shieldSet(
  shieldedAt(
    {
      categories: ["crisis", "children", "health", "violence"].map((category) => ({
        category,
        since,
        until: null,
      })) as never,
      numbers: [{ id: 1, category: "whistle-blowing", number: "08-465 00*", since, until: null }],
    },
    AT,
    "SE",
  ),
  SITE,
);

const asterisk = (src: string, dst: string, name = "", channel = "SIP/2041-01") =>
  `"","${src}","${dst}","internal","""${name}"" <${src}>","${channel}","SIP/trunk-02","Dial","SIP/trunk/${dst},30","2026-06-15 09:00:00","2026-06-15 09:00:05","2026-06-15 09:00:35",35,30,"ANSWERED","DOCUMENTATION","1750000001.1",""`;

test("a shielded number is nowhere in the frame, in and out, in any notation, nor is who rang or a name beside it", () => {
  const gate = gateOf(asteriskCdrCsv.configure({}), { shield });
  const frames = placed([
    asterisk("2041", "0116111"),
    asterisk("2041", "0020505050"),
    asterisk("0046846500411", "2041", "Visselblasning AB", "SIP/0846500411-7"),
    asterisk("2041", "01177"),
    asterisk("2041", "090101"),
    asterisk("2041", "0701740605"),
  ]);
  const { frames: passed } = passGate(gate, frames, AT, {});
  assert.deepEqual(
    passed.map(({ mark }) => mark?.category ?? null),
    [2, 3, 7, 4, 1, null],
  );
  for (const [i, { bytes }] of passed.slice(0, 5).entries()) {
    const text = Buffer.from(bytes).toString("latin1");
    assert.equal(bytes.length, frames[i]?.bytes.length);
    assert.doesNotMatch(text, /116111|505050|465004|Visselblasning|1177|90101/, text);
    assert.match(text, /2026-06-15 09:00:00/);
  }
  assert.equal(passed[5]?.bytes, frames[5]?.bytes, "a frame without one is the frame as it came");
});

test("an extension with the digits of a help line is no help line", () => {
  const gate = gateOf(asteriskCdrCsv.configure({}), { shield });
  const { frames } = passGate(gate, placed([asterisk("2041", "1177")]), AT, {});
  assert.equal(frames[0]?.mark, undefined);
});

test("of what no driver understands the digits of shielded numbers are struck, and nothing else", () => {
  const gate = gateOf(asteriskCdrCsv.configure({}), { shield });
  const { frames } = passGate(gate, placed(["?? 2041 -> 0116111 at 10:31; 1177 ?? 0701740605"]), AT, {});
  const [frame] = frames;
  assert.equal(Buffer.from(frame?.bytes ?? []).toString(), "?? 2041 -> xxxxxxx at 10:31; xxxx ?? 0701740605");
  assert.deepEqual(frame?.mark, { leftOut: null, category: null, struck: true });
});

test("of a record that was broken off no rule judges the call, and digits that may begin a shielded number are struck", () => {
  const whole = asterisk("2041", "0116111");
  const cut = { leftOut: null, category: null, struck: false, cut: true };
  const judge = filterJudge(
    filterSettings.parse({
      rules: [{ id: 7, action: "leave-out", name: "x", numbers: ["116111"] }],
      others: "leave-out",
    }),
    { sourceId: 1, site: SITE, zone: ZONE },
  ) as FilterJudge;
  const [left] = passGate(
    gateOf(asteriskCdrCsv.configure({}), { filter: judge }),
    placed([whole]).map((frame) => ({ ...frame, mark: cut })),
    AT,
    {},
  ).frames;
  assert.deepEqual([Buffer.from(left?.bytes ?? []).toString(), left?.mark], [whole, cut]);
  const gate = gateOf(asteriskCdrCsv.configure({}), { shield });
  for (const [sent, kept] of [
    ['"","2041","0116', '"","2041","xxxx'],
    ['"","2041","0116111","int', '"","2041","xxxxxxx","int'],
    ['"","2041","internal"', '"","2041","internal"'],
  ] as const) {
    const [frame] = passGate(
      gate,
      placed([sent]).map((one) => ({ ...one, mark: cut })),
      AT,
      {},
    ).frames;
    assert.equal(Buffer.from(frame?.bytes ?? []).toString(), kept);
    assert.deepEqual(frame?.mark, { ...cut, struck: sent !== kept });
  }
});

const HEADER = "SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS";
const row = (phone: string) => `CALLBACK;;2026-06-15 08:15:00.000;t-1;${phone};;Anna;;240;DONE`;

test("of what is left out nothing goes on but its place and the rule; what is no call always goes on", () => {
  const filter = filterJudge(
    filterSettings.parse({ rules: [{ id: 7, action: "leave-out", name: "x", numbers: ["08-465*"] }], others: "take" }),
    { sourceId: 1, site: SITE, zone: ZONE },
  ) as FilterJudge;
  const frames = placed([HEADER, row("08-465 004 11"), row("0701740605"), "", "?"]);
  const { frames: passed } = passGate(gateOf(flexiTid.configure({}), { filter }), frames, AT, {});
  assert.deepEqual(
    passed.map(({ mark, bytes }) => [mark?.leftOut ?? null, bytes.length]),
    [
      [null, HEADER.length],
      [7, 0],
      [null, row("0701740605").length],
      [null, 0],
      [null, 1],
    ],
  );
  assert.deepEqual(
    passed.map(({ start, end }) => [start, end]),
    frames.map(({ start, end }) => [start, end]),
  );
});

test("what a file has said is carried from part to part, and a part that was not written changes nothing", () => {
  const gate = gateOf(flexiTid.configure({}), { shield });
  const columns = "SSN;PHONE;DATE;STATUS";
  const record = ";08-465 004 11;2026-06-15 08:15:00;DONE";
  const before = {};
  const first = passGate(gate, placed([columns]), AT, before);
  assert.deepEqual(before, {});
  for (let again = 0; again < 2; again++) {
    const second = passGate(gate, placed([record]), AT, first.state);
    assert.equal(second.frames[0]?.mark?.category, 7);
    assert.doesNotMatch(Buffer.from(second.frames[0]?.bytes ?? []).toString(), /465/);
  }
  assert.equal(passGate(gate, placed([record]), AT, {}).frames[0]?.mark?.struck, true);
});

test("settings that cannot be read open no gate", () => {
  const source = { sourceId: 1, decode: flexiTid.configure({}), site: SITE, zone: ZONE };
  for (const stored of [
    { filter: { rules: "?" }, shield: null },
    { filter: null, shield: { categories: [{ category: "new", since, until: null }], numbers: [] } },
    {
      filter: null,
      shield: { categories: [], numbers: [{ id: 1, category: "union", number: "x", since, until: null }] },
    },
  ])
    assert.throws(() => openGate(stored, source, AT));
  assert.equal(openGate({ filter: null, shield: null }, source, AT), null);
});

test("in every dialect a shielded number leaves the frame, and the driver still reads the same call", async () => {
  const read = numberReader(SITE);
  let shielded = 0;
  const other: string[] = [];
  for (const driver of DRIVERS) {
    const specimens = await specimensOf(driver);
    if (specimens === null) continue;
    const { options = {}, before = [], headers = [], frames } = specimens;
    const decode = driver.configure(options);
    for (const head of [null, ...headers]) {
      for (const bytes of frames) {
        const told = head === null ? before : [...before, head];
        const context = { receivedAt: AT, timeZone: ZONE, extensionDigits: 4, state: {} };
        for (const line of told) decode(line, context);
        const decoded = decode(bytes, { ...context, state: structuredClone(context.state) });
        const numbers = recordsOf(decoded)
          .flatMap((record) => record.values)
          .filter((value) => value.class === "phone")
          .map((value) => read(value.text))
          .filter(({ e164 }) => e164 !== null);
        for (const { e164 } of numbers) {
          const set = new NumberSet([{ number: wholeNumber(e164 ?? ""), code: 9 }], SITE);
          const passed = passGate(gateOf(decode, { shield: set }), placed([bytes]), AT, context.state).frames[0];
          assert.equal(passed?.mark?.category, 9, `${driver.id}: ${bytes}`);
          assert.equal(passed?.bytes.length, bytes.length);
          const text = Buffer.from(passed?.bytes ?? []).toString("latin1");
          assert.doesNotMatch(
            text.replace(/[ \-()./]/g, ""),
            new RegExp((e164 ?? "").slice(-8)),
            `${driver.id}: ${text}`,
          );
          const again = decode(passed?.bytes ?? bytes, { ...context, state: structuredClone(context.state) });
          shielded++;
          if (facts(again) !== facts(decoded))
            other.push(`${driver.id}: ${facts(decoded)} became ${facts(again)} in ${text}`);
        }
      }
    }
  }
  assert.ok(shielded > 100, `${shielded}`);
  assert.deepEqual(other, []);
});

function wholeNumber(e164: string): OrganisationNumber {
  const international = e164.slice(1);
  return { kind: "number", international, significant: international.slice(-9), short: null, needsWord: false };
}

function facts(decoded: Decoded): string {
  const calls = recordsOf(decoded).map(({ values: _, extension: __, ...rest }) => rest);
  return `${decoded.kind} ${JSON.stringify(calls)}`;
}
