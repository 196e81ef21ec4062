import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Decoded, DecodedRecord, DecodedValue } from "../drivers/driver.ts";
import { type IngestFixture, openIngestFixture } from "./ingest-fixture.ts";
import { ingestInbox } from "./ingest-inbox.ts";
import { storedLines, storedParties, storedRaw, storedRecords } from "./stored-fixture.ts";

// One installation for all tests, and a company for each.
const house = await openIngestFixture({ after });

/** A dialect played for these tests: `role number;role number|...`, a record a pipe; `!` makes the driver fail, `~` gives odd facts. */
function play(frame: Uint8Array): Decoded {
  const text = Buffer.from(frame).toString();
  if (text.startsWith("!")) throw new Error("a driver that fails");
  let at = 0;
  const records = text.split("|").map((part, i): DecodedRecord => {
    const values: DecodedValue[] = [];
    for (const field of part.split(";")) {
      const [role = "", number = ""] = field.split(" ");
      const start = at + role.length + 1;
      values.push({ role: role as "calling", class: "phone", text: number, start, end: start + number.length });
      at += field.length + 1;
    }
    return {
      kind: "call_history",
      callId: `call-${i}-${text.length}`,
      startedAt: new Date("2026-06-15T07:00:00Z"),
      durationSeconds: text.startsWith("~") ? 4_000_000_000 : 12,
      ringSeconds: null,
      direction: "in",
      disposition: "answered",
      extension: null,
      queue: null,
      trunk: null,
      costCents: null,
      partOf: null,
      values,
    };
  });
  return { kind: "records", records };
}

async function ingest(f: IngestFixture, lines: readonly string[]) {
  const source = await f.addSource("asterisk-cdr-csv");
  await f.put(source, lines.join("\n"));
  const settings = { ...(await f.ctx.settingsOf(f.companyId, source)), decode: play };
  return ingestInbox({ ...f.ctx, settingsOf: async () => settings }, f.inbox);
}

test("two persons of one role in a record keep their places in the raw record", async (t) => {
  const f = await house.anew(t);
  const line = "calling 0701740605;calling 0701740606;called 0701740607";
  await ingest(f, [line]);
  assert.deepEqual((await storedParties(f)).map((party) => party.canonical).sort(), [
    "+46701740605",
    "+46701740606",
    "+46701740607",
  ]);
  const [raw] = await storedRaw(f);
  assert.deepEqual([raw?.bytes, raw?.complete], [line, true]);
  assert.doesNotMatch(raw?.skeleton ?? "", /1740/);
});

test("two records in one frame each have the whole raw record without anybody's number in it", async (t) => {
  const f = await house.anew(t);
  const line = "calling 0701740605;called 0701740606|calling 0701740608;called 0701740609";
  const outcome = await ingest(f, [line]);
  assert.equal(outcome.records, 2);
  const raw = await storedRaw(f);
  assert.deepEqual(
    raw.map((one) => [one.bytes, one.complete]),
    [
      [line, true],
      [line, true],
    ],
  );
  assert.ok(raw.every((one) => !/1740/.test(one.skeleton)));
});

test("a driver that fails, or figures no column holds, cost one line and not the file", async (t) => {
  const f = await house.anew(t);
  const outcome = await ingest(f, ["!broken 070", "~calling 0701740605", "calling 0701740606"]);
  assert.deepEqual([outcome.records, outcome.undefinedLines, outcome.failed], [1, 2, 0], f.logged.join(""));
  assert.deepEqual(
    (await storedLines(f)).map((line) => line.reason),
    ["driver failed", "duration out of range"],
  );
  assert.equal((await storedRecords(f)).length, 1);
});
