import assert from "node:assert/strict";
import { after, test, type TestContext } from "node:test";
import { randomUUID } from "node:crypto";
import { withCompany } from "#db/with-company.ts";
import type { DecodeContext, Decoded, DecodedLeg, DecodedValue, Join } from "../drivers/driver.ts";
import { mergeLegs } from "../drivers/merge-legs.ts";
import { listSegments } from "../inbox/index.ts";
import { openIntent } from "../keyring/index.ts";
import { ingestDelivery } from "./ingest-delivery.ts";
import { type IngestFixture, NOW, openIngestFixture } from "./ingest-fixture.ts";
import { ingestInbox } from "./ingest-inbox.ts";
import { type JoinOutcome, joinWaiting } from "./join-waiting.ts";
import type { IngestContext } from "./ingest-context.ts";
import { Turnstile } from "./turnstile.ts";
import { asOwner, storedLines, storedParties, storedRaw, storedRecords } from "./stored-fixture.ts";

// One installation for the tests that leave its functions as they are, and a company for each.
const house = await openIngestFixture({ after });

/** A dialect played for these tests: `call part minute seconds number`; a call is whole with its start and its stop. */
function play(frame: Uint8Array): Decoded {
  const text = Buffer.from(frame).toString();
  const [call = "", part = "", minute = "0", seconds = "0", number = ""] = text.split(" ");
  if (part === "") return { kind: "undefined", reason: "no part" };
  const at = text.indexOf(number, text.length - number.length);
  const values: DecodedValue[] =
    number === ""
      ? []
      : [
          {
            role: part === "start" ? "calling" : "called",
            class: "phone",
            text: number,
            start: at,
            end: at + number.length,
          },
        ];
  return {
    kind: "leg",
    leg: {
      call,
      part,
      record: {
        kind: "call_history",
        callId: null,
        startedAt: new Date(Date.UTC(2026, 5, 15, 7, Number(minute))),
        durationSeconds: Number(seconds),
        ringSeconds: null,
        direction: null,
        disposition: Number(seconds) > 0 ? "answered" : null,
        extension: null,
        queue: null,
        trunk: null,
        costCents: null,
        partOf: null,
        values,
      },
    },
  };
}

const JOIN: Join = {
  waitSeconds: 600,
  merge: (legs: readonly DecodedLeg[], over) =>
    over || ["start", "stop"].every((part) => legs.some((leg) => leg.part === part)) ? [mergeLegs(legs)] : null,
};

interface Played {
  readonly f: IngestFixture;
  readonly ctx: IngestContext;
  readonly source: number;
  send(...lines: string[]): Promise<Awaited<ReturnType<typeof ingestInbox>>>;
  join(): Promise<JoinOutcome>;
  later(seconds: number): void;
}

async function open(t: TestContext): Promise<Played> {
  return await playIn(await house.anew(t));
}

async function playIn(f: IngestFixture): Promise<Played> {
  const source = await f.addSource("asterisk-cdr-csv");
  const own = await f.ctx.settingsOf(f.companyId, source);
  const settings = { ...own, decode: play, joining: { join: JOIN, framing: { kind: "line" } as const } };
  const ctx = { ...f.ctx, settingsOf: async () => settings };
  return {
    f,
    ctx,
    source,
    send: async (...lines) => {
      await f.put(source, lines.join("\n"));
      return ingestInbox(ctx, f.inbox);
    },
    join: () => joinWaiting(ctx, { companyId: f.companyId, sourceId: source }),
    later: (seconds) => {
      f.time.now = new Date(f.time.now.getTime() + seconds * 1_000);
    },
  };
}

const START = "c-1 start 0 0 0701740605";
const STOP = "c-1 stop 0 60 0701740633";

test("legs of one batch are one call with its persons, and its raw record is rebuilt byte for byte", async (t) => {
  const p = await open(t);
  const outcome = await p.send(START, "c-2 start 1 0 0701740606", STOP, START);
  assert.deepEqual([outcome.records, outcome.undefinedLines], [1, 0], p.f.logged.join(""));
  const [record] = await storedRecords(p.f);
  assert.equal(record?.["duration_seconds"], 60);
  assert.deepEqual((await storedParties(p.f)).map((party) => `${party.role} ${party.canonical}`).sort(), [
    "called +46701740633",
    "calling +46701740605",
  ]);
  const [raw] = await storedRaw(p.f);
  assert.deepEqual([raw?.bytes, raw?.complete], [`${START}\n${STOP}`, true]);
  assert.doesNotMatch(raw?.skeleton ?? "", /1740/);
  assert.deepEqual(
    (await storedLines(p.f)).map((line) => line.bytes),
    ["c-2 start 1 0 0701740606"],
    "the other call waits",
  );
});

test("legs that come one by one, in whatever order and from several files, become the same call", async (t) => {
  const p = await open(t);
  await p.send(STOP);
  p.later(1);
  assert.deepEqual([await p.f.count("call_record"), await p.f.count("undefined_line")], [0, 1]);
  assert.deepEqual(await p.join(), { records: 0, duplicates: 0, released: 0 }, "nothing is over yet");
  const outcome = await p.send(START);
  assert.equal(outcome.records, 1, p.f.logged.join(""));
  assert.deepEqual([await p.f.count("call_record"), await p.f.count("undefined_line")], [1, 0]);
  const [raw] = await storedRaw(p.f);
  assert.deepEqual([raw?.bytes, raw?.complete], [`${STOP}\n${START}`, true]);
  const held = await asOwner(p.f, "select sum(held)::int as n from data.stored_count where class = 6");
  assert.equal(held[0]?.["n"], 0, "nothing is counted as undefined any more");
});

test("what never completes is a call when its time is over, and the rest of it a part of that call", async (t) => {
  const p = await open(t);
  await p.send(START);
  p.later(601);
  assert.equal((await p.join()).records, 1);
  assert.equal((await p.send(START)).records, 0, "a leg sent again stores nothing");
  assert.equal(await p.f.count("undefined_line"), 0);
  await p.send(STOP);
  p.later(601);
  assert.equal((await p.join()).records, 1);
  const records = await storedRecords(p.f);
  assert.deepEqual(records.map((record) => [record["duration_seconds"], record["part_of"] === null]).sort(), [
    [0, true],
    [60, false],
  ]);
});

test("frames = records + joined + filtered + undefined + waiting, for every session, at every moment", async (t) => {
  const p = await open(t);
  const session = async (...lines: string[]) => {
    const id = randomUUID();
    await withCompany(
      p.f.db.data("owner"),
      p.f.companyId,
      (tx) => tx`insert into data.transfer_session (company_id, id, source_id, started_at, last_at, ended_at, frames)
        values (${p.f.companyId}, ${id}, ${p.source}, ${NOW}, ${NOW}, ${NOW}, ${lines.length})`,
    );
    await p.f.put(p.source, lines.join("\n"), { sessionId: id });
    await ingestInbox(p.ctx, p.f.inbox);
    await settled();
    p.later(1);
    return id;
  };
  const settled = async () => {
    for (const row of await asOwner(p.f, "select * from data.transfer_session")) {
      const n = (name: string) => Number(row[name]);
      const told = n("records") + n("duplicates") + n("joined") + n("filtered") + n("undefined_lines") + n("waiting");
      assert.equal(told, n("frames"));
    }
  };
  const of = async (id: string) => {
    const [row] = await asOwner(p.f, `select * from data.transfer_session where id = '${id}'`);
    return ["records", "joined", "undefined_lines", "waiting"].map((name) => Number(row?.[name]));
  };
  const first = await session(START, "c-9 start 3 0 0701740609", "nonsense");
  assert.deepEqual(await of(first), [0, 0, 1, 2]);
  const second = await session(STOP, STOP, "c-3 start 2 0 0701740607", "c-3 stop 2 5 0701740608");
  assert.deepEqual(
    [await of(first), await of(second)],
    [
      [1, 0, 1, 1],
      [1, 3, 0, 0],
    ],
  );
  p.later(601);
  await p.join();
  await settled();
  assert.deepEqual(await of(first), [2, 0, 1, 0]);
});

/** Stores a leg and stops before anybody joins it, as a kill between the two would. */
async function sendAndStop(p: Played, line: string): Promise<void> {
  await p.f.put(p.source, line);
  await ingestDelivery(p.ctx, await listSegments(p.f.inbox), new Turnstile(1));
}

test("joining that is stopped at any step loses nothing and stores nothing twice", async (t) => {
  const p = await playIn(await openIngestFixture(t));
  const stands = async () => [
    await p.f.count("call_record"),
    await p.f.count("party"),
    await p.f.count("undefined_line"),
  ];
  await p.send(START);
  await sendAndStop(p, STOP);
  assert.deepEqual(await stands(), [0, 0, 2], "killed after the second leg, before the joining");
  const owner = p.f.db.data("owner");
  await owner`alter function data.close_join rename to close_join_gone`;
  await assert.rejects(p.join());
  assert.deepEqual(await stands(), [0, 0, 2], "killed after the rows, before the commit");
  await owner`alter function data.close_join_gone rename to close_join`;
  const outcomes = await Promise.all([p.join(), p.join(), p.join()]);
  assert.equal(
    outcomes.reduce((sum, one) => sum + one.records, 0),
    1,
    "several joiners at once",
  );
  assert.deepEqual(await stands(), [1, 2, 0]);
  assert.deepEqual(await p.join(), { records: 0, duplicates: 0, released: 0 });
  p.later(5);
  await p.send(START, STOP);
  assert.deepEqual(await stands(), [1, 2, 0], "the same legs in another file");
});

test("a number erased while its leg waits is gone from it, and the call that is joined later does not bring it back", async (t) => {
  const p = await open(t);
  await p.send(START);
  const before = new Date(NOW.getTime() + 60_000);
  await openIntent(p.f.keyring, p.f.companyId, {
    intentId: randomUUID(),
    subjectIds: [],
    watermarks: [{ class: 1, canonical: "+46701740605", last8: "01740605" }],
    before,
    until: "2027-01-01",
  });
  p.later(120);
  assert.equal((await p.send(STOP)).records, 1, p.f.logged.join(""));
  assert.deepEqual(
    (await storedParties(p.f)).map((party) => party.canonical),
    ["+46701740633"],
  );
  const [raw] = await storedRaw(p.f);
  assert.equal(raw?.complete, false);
  assert.doesNotMatch(raw?.bytes ?? "", /1740605/);
  // Sent again it waits without its digits, and a later call of the same person is ordinary.
  await p.send("c-5 start 5 0 0701740605", "c-6 start 240 0 0701740605");
  assert.deepEqual(
    (await storedLines(p.f)).map((line) => line.bytes),
    ["c-5 start 5 0 07xxxxxxxx", "c-6 start 240 0 0701740605"],
  );
});

test("a leg is read again with what its file had said before it, and a call of very many legs is told in parts", async (t) => {
  const p = await open(t);
  const own = await p.ctx.settingsOf(p.f.companyId, p.source);
  // A line `day N` tells the day of the legs after it.
  const decode = (frame: Uint8Array, context: DecodeContext): Decoded => {
    const day = /^day (\d+)$/.exec(Buffer.from(frame).toString())?.[1];
    if (day !== undefined) context.state = { day: Number(day) };
    if (day !== undefined) return { kind: "nothing", reason: "day" };
    const decoded = play(frame);
    if (decoded.kind !== "leg" || typeof context.state["day"] !== "number") return decoded;
    const startedAt = new Date(decoded.leg.record.startedAt);
    startedAt.setUTCDate(context.state["day"]);
    return { kind: "leg", leg: { ...decoded.leg, record: { ...decoded.leg.record, startedAt } } };
  };
  const ctx = { ...p.ctx, settingsOf: async () => ({ ...own, decode }) };
  const send = async (...lines: string[]) => {
    await p.f.put(p.source, lines.join("\n"));
    return ingestInbox(ctx, p.f.inbox);
  };
  await send("day 12", START);
  p.later(1);
  assert.equal((await send("day 12", STOP)).records, 1);
  const [record] = await storedRecords(p.f);
  assert.deepEqual(record?.["started_at"], new Date("2026-06-12T07:00:00Z"));
  const many = Array.from({ length: 300 }, (_, i) => `c-2 start ${i % 60} ${i} 0701740612`);
  assert.equal((await send(...many)).records, 2);
  assert.equal(await p.f.count("undefined_line"), 0);
});

test("legs whose source has another driver now become lines no driver understood", async (t) => {
  const p = await open(t);
  await p.send(START);
  const { joining: _, ...without } = await p.ctx.settingsOf(p.f.companyId, p.source);
  const changed = { ...p.ctx, settingsOf: async () => without };
  p.later(601);
  assert.equal((await joinWaiting(changed, { companyId: p.f.companyId, sourceId: p.source })).released, 1);
  const [line] = await asOwner(p.f, "select reason, join_key, waiting_since from data.undefined_line");
  assert.deepEqual(line, { reason: "settings changed before its call was whole", join_key: null, waiting_since: null });
});
