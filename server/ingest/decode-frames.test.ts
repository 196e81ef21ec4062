import { keptFields } from "../domain/collected.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeFrames } from "./decode-frames.ts";
import type { FrameBatch } from "./frame-batch.ts";
import type { SourceSettings } from "./source-settings.ts";
import { effectiveRules } from "../domain/retention.ts";
import { flexiTid } from "../drivers/flexi-tid/driver.ts";

const RECEIVED = new Date("2026-06-15T10:00:00Z");
const SETTINGS: SourceSettings = {
  companyId: 1,
  sourceId: 1,
  product: "tid",
  decode: flexiTid.configure({}),
  siteZone: "Europe/Stockholm",
  companyZone: "Europe/Stockholm",
  site: { country: "SE", outsideLine: null, extensionDigits: 4, internationalPrefix: null },
  keeps: keptFields({ ssn: true, fields: new Map() }, { names: false }),
  rules: effectiveRules([]),
  sortedBy: 0,
};

function batchOf(lines: readonly string[]): FrameBatch {
  const frames = lines.map((line, position) => ({ bytes: Buffer.from(line), position }));
  const place = { companyId: 1, sourceId: 1, deliveryId: "d", from: 0, to: lines.length, fencing: 1 };
  return {
    ...place,
    identity: null,
    done: false,
    sessionId: null,
    receivedAt: RECEIVED,
    parts: [{ receivedAt: RECEIVED, frames }],
  };
}

const HEADER = "SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS";
const line = (phone: string, ssn: string, date = "2026-06-15 08:15:00.000") =>
  `CALLBACK;;${date};t-1;${phone};${ssn};Anna;;240;DONE`;

test("every frame becomes records, nothing, or an undefined line", () => {
  const { drafts, lines, nothing, joined } = decodeFrames(
    batchOf([HEADER, line("0701740605", ""), "", "?"]),
    SETTINGS,
    {},
  );
  assert.deepEqual([drafts.length, lines.length, nothing, joined], [1, 1, 2, 0]);
});

test("the driver's memory of a file is carried on and never changed behind the caller's back", () => {
  const before = {};
  const first = decodeFrames(batchOf(["SSN;PHONE;DATE;STATUS"]), SETTINGS, before);
  assert.deepEqual(before, {});
  const second = decodeFrames(batchOf(["19900101-9802;0701740605;2026-06-15 08:15:00;DONE"]), SETTINGS, first.state);
  assert.deepEqual(
    second.drafts[0]?.parties.map((party) => party.canonical),
    ["+46701740605", "199001019802", "19900101"],
  );
});

test("a number that a subscriber may have stays one in a telephone column, and a personal identity number one in its own", () => {
  const { drafts } = decodeFrames(batchOf([HEADER, line("0406280404", ""), line("", "0406280404")]), SETTINGS, {});
  assert.deepEqual(
    drafts.map((draft) => draft.parties.map((party) => [party.className, party.canonical])),
    [
      [["phone", "+46406280404"]],
      [
        ["ssn", "200406280404"],
        ["ssn_truncated", "20040628"],
      ],
    ],
  );
});

test("a number without century is read by the day of its call", () => {
  const read = (date: string) =>
    decodeFrames(batchOf([HEADER, line("", "241231-9218", date)]), SETTINGS, {}).drafts[0]?.parties[0]?.canonical;
  assert.equal(read("2026-06-15 08:15:00.000"), "202412319218");
  assert.equal(read("2024-06-15 08:15:00.000"), "192412319218");
});

test("what is no personal identity number is kept as one all the same when it holds six digits", () => {
  const { drafts } = decodeFrames(batchOf([HEADER, line("", "857209-0606"), line("", "saknas")]), SETTINGS, {});
  assert.deepEqual(
    drafts.map((draft) => draft.parties.map((party) => `${party.className} ${party.canonical}`)),
    [["ssn 8572090606"], []],
  );
});

test("a record that was broken off is an undefined line, however well it reads, and tells the driver nothing", () => {
  const whole = batchOf([HEADER, line("0701740605", "")]);
  const frames = whole.parts[0]?.frames ?? [];
  const mark = { leftOut: null, category: null, struck: false, cut: true };
  const marked = frames.map((frame, at) => (at === 1 ? { ...frame, mark } : frame));
  const cut = decodeFrames({ ...whole, parts: [{ receivedAt: RECEIVED, frames: marked }] }, SETTINGS, {});
  assert.deepEqual([cut.drafts.length, cut.nothing, cut.gate], [0, 1, []]);
  assert.deepEqual(
    cut.lines.map(({ reason }) => reason),
    ["cut off"],
  );
  const header = frames.map((frame, at) => (at === 0 ? { ...frame, mark } : frame));
  const unread = decodeFrames({ ...whole, parts: [{ receivedAt: RECEIVED, frames: header }] }, SETTINGS, {});
  assert.deepEqual(unread.state, {});
});
