import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../../domain/app-error.ts";
import { driverNamed } from "../catalogue.ts";
import type { DecodedRecord } from "../driver.ts";
import { decodeFile, type DecodedFrame } from "../testing/decode-file.ts";
import { FICTION } from "../testing/specimen.ts";
import { readLayout } from "./read-layout.ts";
import type { LayoutInput } from "./schema.ts";

/** date;clock;talk;from;to, and what a test changes. */
function layoutOf(changes: Partial<LayoutInput> = {}): LayoutInput {
  return {
    kind: "delimited",
    delimiter: "semicolon",
    fields: { date: 1, clock: 2, talk: 3, from: 4, to: 5 },
    time: [{ of: "start", date: "date", clock: "clock", format: "ymd" }],
    duration: { field: "talk", format: "seconds" },
    values: [
      { role: "calling", from: "from" },
      { role: "called", from: "to" },
    ],
    ...changes,
  };
}

function frames(layout: LayoutInput, text: string | Buffer): DecodedFrame[] {
  return decodeFile(driverNamed(layout.kind), { layout: JSON.stringify(layout) }, Buffer.from(text));
}

function record(layout: LayoutInput, text: string): DecodedRecord {
  const decoded = frames(layout, text).at(-1)?.decoded;
  assert.ok(decoded?.kind === "records", decoded !== undefined && "reason" in decoded ? decoded.reason : "no record");
  const [first] = decoded.records;
  assert.ok(first);
  return first;
}

const named = ({ values }: DecodedRecord): string[] => values.map((value) => `${value.role} ${value.text}`);

test("a layout that cannot be is refused with the place and what to do", () => {
  const wrong: [unknown, RegExp][] = [
    [{ ...layoutOf(), colour: "blue" }, /does not know colour/],
    [layoutOf({ kind: "csv" as "json" }), /kind: is one of delimited, fixed-position, json, xml/],
    [layoutOf({ fields: { date: [1, 8] } }), /fields > date: is a column's number/],
    [layoutOf({ fields: { line: 1 } }), /fields > line: is the name of the whole record/],
    [layoutOf({ fields: { date: "Start" } }), /write "header": true/],
    [layoutOf({ kind: "fixed-position" }), /fields > date: is \[first, last\] column/],
    [layoutOf({ kind: "xml", fields: { date: "a" } }), /framing: is \{ "xml": "element" \}/],
    [{ ...layoutOf(), duration: undefined }, /duration: is missing/],
    [{ ...layoutOf(), title: 5 }, /title: is a string, not a number/],
    [layoutOf({ header: true }), /header: is for columns that are named/],
    [layoutOf({ delimiter: '"' }), /delimiter: is comma, semicolon/],
    [{ ...layoutOf(), "0701740605": 1 }, /does not know one of its names/],
    [layoutOf({ time: [] }), /time: names the start or the end/],
    [layoutOf({ time: [{ of: "start", date: "date", format: "ymd" }] }), /time > 1: has either "stamp"/],
    [layoutOf({ time: [{ of: "start", date: "said once", clock: "clock", format: "ymd" }] }), /nothing in "once"/],
    [layoutOf({ values: [{ role: "calling", from: "caller" }] }), /calling phone: there is no field caller/],
    [layoutOf({ values: [] }), /values: names at least one person/],
    [
      layoutOf({ "not calls": [{ when: [{ field: "date", equals: "x", contains: "y" }], because: "z" }] }),
      /has one of "equals"/,
    ],
    [layoutOf({ "not calls": [{ when: [{ field: "date", equals: "x" }], because: "a: b" }] }), /because: is up to 60/],
  ];
  for (const [layout, message] of wrong) {
    assert.throws(
      () => readLayout(JSON.stringify(layout)),
      (error) => error instanceof AppError && error.code === "bad-input" && message.test(error.message),
      String(message),
    );
  }
  assert.throws(() => readLayout("{"), /no JSON/);
  assert.throws(() => readLayout(" ".repeat(40_000)), /longer than/);
});

test("a driver of layouts needs one, and one of its own kind", () => {
  assert.throws(() => driverNamed("delimited").configure({}), /needs the option layout/);
  const layout = JSON.stringify(layoutOf());
  assert.throws(() => driverNamed("json").configure({ layout }), /for the driver delimited, not for json/);
});

test("dates are read in every order, with two and four digits of a year, with names and without a year", () => {
  const dates: [string, "dmy" | "mdy" | "ymd"][] = [
    ["02.03.2026", "dmy"],
    ["2/3/26", "dmy"],
    ["02MAR", "dmy"],
    ["02 Mar 2026", "dmy"],
    ["03/02/2026", "mdy"],
    ["030226", "mdy"],
    ["0302", "mdy"],
    ["03-02", "ymd"],
    ["20260302", "ymd"],
    ["260302", "ymd"],
    ["0203", "dmy"],
  ];
  for (const [date, format] of dates) {
    const layout = layoutOf({ time: [{ of: "start", date: "date", clock: "clock", format }] });
    if (date === "02MAR") {
      assert.equal(frames(layout, `${date};08:15:00;60;1;2`)[0]?.decoded.kind, "undefined");
      continue;
    }
    assert.equal(record(layout, `${date};08:15:00;60;1;2`).startedAt.toISOString(), "2026-03-02T07:15:00.000Z", date);
  }
});

test("clocks are read with and without seconds, signs and halves of the day", () => {
  const hours = (clock: string): string =>
    record(layoutOf(), `20260302;${clock};60;1;2`).startedAt.toISOString().slice(11, 19);
  assert.deepEqual(["8:15", "08:15:30", "0815", "081530", "8:15p", "12:15AM", "12:15 pm"].map(hours), [
    "07:15:00",
    "07:15:30",
    "07:15:00",
    "07:15:30",
    "19:15:00",
    "23:15:00",
    "11:15:00",
  ]);
  for (const clock of ["25:00", "13:00p", "8", "8:60"])
    assert.equal(frames(layoutOf(), `20260302;${clock};60;1;2`)[0]?.decoded.kind, "undefined", clock);
});

test("a stamp is one field: both in one, ISO, seconds since 1970, in the site's zone or UTC", () => {
  const at = (stamp: string, format: LayoutInput["time"][number]["format"], zone: "site" | "utc" = "site"): string => {
    const time: LayoutInput["time"] = [{ of: "start", stamp: "date", format, zone }];
    return record(layoutOf({ time }), `${stamp};;60;1;2`).startedAt.toISOString();
  };
  for (const [stamp, format] of [
    ["2026-03-02T08:15:00", "iso"],
    ["2026-03-02 07:15:00Z", "iso"],
    ["1772435700", "epoch"],
    ["1772435700000", "epoch-ms"],
    ["20260302 08:15:00", "ymd"],
    ["20260302081500", "ymd"],
    ["02/03/2026 8:15AM", "dmy"],
    ["08:15:00.000 CET Mon Mar 02 2026", "h323"],
  ] as const)
    assert.equal(at(stamp, format), "2026-03-02T07:15:00.000Z", stamp);
  assert.equal(at("2026-03-02 08:15:00", "iso", "utc"), "2026-03-02T08:15:00.000Z");
});

test("the end of a call is its start with talking and ringing", () => {
  const layout = layoutOf({
    fields: { date: 1, clock: 2, talk: 3, from: 4, to: 5, ring: 6 },
    time: [{ of: "end", date: "date", clock: "clock", format: "ymd" }],
    ring: { field: "ring", format: "seconds" },
  });
  assert.equal(record(layout, "20260302;08:16:13;60;1;2;13").startedAt.toISOString(), "2026-03-02T07:15:00.000Z");
});

test("durations are read in every unit, and what is of another one is undefined", () => {
  const talk = (text: string, format: LayoutInput["duration"]["format"]): number =>
    record(layoutOf({ duration: { field: "talk", format } }), `20260302;08:15;${text};1;2`).durationSeconds;
  assert.equal(talk("204", "seconds"), 204);
  assert.equal(talk("204400", "milliseconds"), 204);
  assert.equal(talk("0:03'24", "clock"), 204);
  assert.equal(talk("000324", "hhmmss"), 204);
  assert.equal(talk("3.4", "minutes"), 204);
  assert.equal(talk("34", "tenths"), 204);
  assert.equal(talk("0034", "hmmt"), 204);
  assert.equal(talk("9599", "hmmt"), 35_994);
  for (const text of ["", "x", "-4", "99999999999"])
    assert.equal(frames(layoutOf(), `20260302;08:15;${text};1;2`)[0]?.decoded.kind, "undefined", text);
});

test("a date that the file says once holds until the next one", () => {
  const layout = layoutOf({
    once: [{ when: [{ field: "date", equals: "DATE" }], because: "date line", date: "clock", format: "mdy" }],
    time: [{ of: "start", date: "said once", clock: "clock", format: "mdy" }],
  });
  const read = frames(layout, ["DATE;12/31;", ";23:59:00;60;1;2", "DATE;01/01;", ";00:01:00;60;1;2"].join("\n"));
  assert.deepEqual(
    read.map(({ decoded }) =>
      decoded.kind === "records" ? decoded.records[0]?.startedAt.toISOString() : decoded.kind,
    ),
    ["nothing", "2025-12-31T22:59:00.000Z", "nothing", "2025-12-31T23:01:00.000Z"],
  );
  assert.deepEqual(frames(layout, ";08:15;60;1;2")[0]?.decoded, {
    kind: "undefined",
    reason: "start: no date and time",
  });
});

test("columns are found by their headers, wherever these stand in the file's own order", () => {
  const layout = layoutOf({
    header: true,
    fields: { date: "Date", clock: "Time", talk: "Sec", from: "From", to: "To" },
  });
  const text = ["to;from;sec;time;date;more", `204;${FICTION.mobile};60;08:15;20260302;x`].join("\n");
  assert.deepEqual(named(record(layout, text)), [`calling ${FICTION.mobile}`, "called 204"]);
  const reason = "header: no line with the names of the columns came before";
  assert.deepEqual(frames(layout, "204;1;60;08:15;20260302")[0]?.decoded, { kind: "undefined", reason });
});

test("own and other are who the direction makes them, and an extension is always a value", () => {
  const layout = layoutOf({
    fields: { date: 1, clock: 2, talk: 3, own: 4, other: 5, way: 6 },
    direction: { rules: [{ when: [{ field: "way", equals: ["I", "i"] }], is: "in" }], otherwise: "out" },
    extension: "own",
    values: [{ role: "other", from: "other" }],
  });
  const told = (way: string): unknown => {
    const { direction, extension, ...rest } = record(layout, `20260302;08:15;60;204;${FICTION.mobile};${way}`);
    return [direction, extension, named(rest as DecodedRecord)];
  };
  assert.deepEqual(told("I"), ["in", "204", [`calling ${FICTION.mobile}`, "called 204"]]);
  assert.deepEqual(told("O"), ["out", "204", [`called ${FICTION.mobile}`, "calling 204"]]);
});

test("sides tell the direction by the length of an extension, and an emergency number is none", () => {
  const layout = layoutOf({ direction: { "by sides": true } });
  const direction = (from: string, to: string) => record(layout, `20260302;08:15;60;${from};${to}`).direction;
  assert.equal(direction(FICTION.mobile, "204"), "in");
  assert.equal(direction("204", FICTION.mobile), "out");
  assert.equal(direction("204", "205"), "internal");
  assert.equal(direction("204", "112"), "out");
  assert.equal(direction(FICTION.mobile, FICTION.landline), null);
});

test("every comparison compares, and all of one rule have to hold", () => {
  const is = (condition: object, from: string): boolean => {
    const when = [
      { field: "to", equals: "2" },
      { field: "from", ...condition },
    ];
    return (
      frames(layoutOf({ "not calls": [{ when, because: "met" }] }), `20260302;08:15;60;${from};2`)[0]?.decoded.kind ===
      "nothing"
    );
  };
  assert.deepEqual([is({ equals: ["a", "b"] }, "b"), is({ equals: "a" }, "ab")], [true, false]);
  assert.deepEqual([is({ "begins with": "T" }, "T001"), is({ "begins with": "T" }, "0T")], [true, false]);
  assert.deepEqual([is({ contains: "@" }, "a@b"), is({ contains: "@" }, "a")], [true, false]);
  assert.deepEqual([is({ "is blank": true }, "  "), is({ "is blank": false }, " ")], [true, false]);
  assert.deepEqual([is({ "is a number": true }, "+12"), is({ "is a number": true }, "12a")], [true, false]);
});

test("values are cut without what stands before them, and only long numbers where the layout says so", () => {
  const layout = layoutOf({
    values: [
      {
        role: "calling",
        from: [{ field: "from", after: ["E", "DN"], when: [{ field: "from", "begins with": ["E", "DN"] }] }, "to"],
      },
      { role: "redirecting", from: "to", digits: 6 },
    ],
  });
  assert.deepEqual(named(record(layout, "20260302;08:15;60;DN 204;12345")), ["calling 204"]);
  assert.deepEqual(named(record(layout, `20260302;08:15;60;E204;${FICTION.mobile}`)), [
    "calling 204",
    `redirecting ${FICTION.mobile}`,
  ]);
});

test("frames of NUL, STX and ETX, a count, and so many bytes are read like lines", () => {
  const text = `20260302;08:15:00;60;${FICTION.mobile};204`;
  const length = Buffer.from([text.length, 0, 0, 0]);
  const framings: [LayoutInput["framing"], Buffer][] = [
    ["nul", Buffer.from(`${text}\0`)],
    ["stx-etx", Buffer.from(`\u0002${text}\u0003`)],
    ["length", Buffer.concat([length, Buffer.from(text)])],
    [{ fixed: text.length }, Buffer.from(text)],
  ];
  for (const [framing, bytes] of framings) {
    if (framing === undefined) continue;
    const twice = frames(layoutOf({ framing }), Buffer.concat([bytes, bytes]));
    assert.deepEqual(
      twice.map(({ decoded }) => (decoded.kind === "records" ? decoded.records.flatMap(named) : decoded)),
      [0, 1].map(() => [`calling ${FICTION.mobile}`, "called 204"]),
    );
  }
});

test("a stray quote costs its own line, unless the layout says that fields hold line breaks", () => {
  const text = `20260302;08:15;60;"${FICTION.mobile}\n";204\n`;
  const became = (framing: "line" | "quoted-line") =>
    frames(layoutOf({ framing }), text).map(({ decoded }) => decoded.kind);
  assert.deepEqual(became("line"), ["undefined", "undefined"]);
  assert.deepEqual(became("quoted-line"), ["records"]);
});

test("names come in the character set of the layout", () => {
  const layout = layoutOf({ charset: "cp850", values: [{ role: "calling", class: "name", from: "from" }] });
  const line = Buffer.concat([Buffer.from("20260302;08:15;60;"), Buffer.from([0x8f]), Buffer.from("sa;2")]);
  const [frame] = frames(layout, line);
  assert.deepEqual(frame?.decoded.kind === "records" && frame.decoded.records.flatMap(named), ["calling Åsa"]);
});

test("costs are amounts or hundredths", () => {
  const cost = (format: "amount" | "hundredths", text: string): number | null =>
    record(
      layoutOf({ fields: { date: 1, clock: 2, talk: 3, from: 4, to: 5, cost: 6 }, cost: { field: "cost", format } }),
      `20260302;08:15;60;1;2;${text}`,
    ).costCents;
  assert.deepEqual([cost("amount", "12,50"), cost("hundredths", "1250"), cost("amount", "")], [1_250, 1_250, null]);
});
