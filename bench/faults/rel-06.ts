import { setTimeout as wait } from "node:timers/promises";
import { createTraffic } from "#bench/collect/traffic.ts";
import type { Fault, Figure } from "#bench/figure.ts";
import type { IngestFixture } from "#server/ingest/ingest-fixture.ts";
import { type InboxOutcome, joinDue } from "#server/ingest/index.ts";
import { MOST_REMEMBERED } from "#server/sources/radius/repeats.ts";
import { asteriskLine } from "#workers/collector/collector-fixture.ts";
import { startVictim, type Victim } from "../crash/victim.ts";
import { AT_ONCE, openReplay, type Replay } from "../transports/replay.ts";
import { openAccounts } from "../transports/replay-accounts.ts";
import { openStage, type Stage } from "../transports/stage.ts";

const CI_RECORDS = 20_000;
const FULL_RECORDS = 1_000_000;
const A_FILE = 10_000;
const PATIENCE_MS = 300_000;
const UNHEARD_MS = 5_000;
/** A listener forgets the older half of what it remembers; what it writes again then the store knows. */
const ALWAYS_KNOWN = MOST_REMEMBERED / 2;
const MOST_TIMES = 5;

/** Everything ever sent is sent again, each time made to look like something else, and then by other transports. */
export const fault: Fault = {
  id: "REL-06",
  claim:
    "a replay of everything ever sent, under other names, from other sources, in other notations and by other transports, adds no row",
  async run({ full }) {
    const stage = await openStage();
    try {
      return await replay(stage, full ? FULL_RECORDS : CI_RECORDS);
    } finally {
      await stage.close();
    }
  },
};

/** A way to send the same calls so that they look different. `earlier` are the lines of the file before. */
interface Disguise {
  readonly name: string;
  disguise(lines: readonly string[], earlier: readonly string[]): string;
  readonly framesEach: number;
}

const DISGUISES: readonly Disguise[] = [
  { name: "another file name", disguise: (lines) => lines.join("\n"), framesEach: 5_000 },
  {
    name: "international notation, CRLF",
    disguise: (lines) => lines.map(international).join("\r\n"),
    framesEach: 1_237,
  },
  {
    name: "backwards, with a broken line between",
    disguise: (lines) => ["?", ...[...lines].reverse()].join("\n"),
    framesEach: 3_000,
  },
  {
    name: "joined with the file before",
    disguise: (lines, earlier) => [...earlier.map(written), ...lines].join("\n"),
    framesEach: 5_000,
  },
];

async function replay(stage: Stage, records: number): Promise<Figure[]> {
  const fixture = stage.fixture.ingest;
  const traffic = createTraffic(6);
  const first = await fixture.addSource("asterisk-cdr-csv");
  const second = await fixture.addSource("asterisk-cdr-csv");
  const tally = { sent: 0, stored: 0, resent: 0, knownAgain: 0, newRows: 0 };
  const replayed = await openReplay(stage);
  const byWays = new Map<number, number>(replayed.ways.map(({ source }) => [source, 0]));
  const collector = startVictim(stage.home, "collector");
  let newByWays = 0;
  let lines: string[] = [];
  try {
    let earlier: string[] = [];
    for (let left = records; left > 0; left -= A_FILE) {
      lines = traffic.file(Math.min(left, A_FILE), 0.2).toString().trimEnd().split("\n");
      tally.sent += lines.length;
      tally.stored += whole(await fixture.send(first, lines.join("\n"))).records;
      const before = await rows(fixture);
      for (const { disguise, framesEach } of DISGUISES) {
        const file = disguise(lines, earlier);
        tally.resent += file.split("\n").filter((line) => line.length > 1).length;
        tally.knownAgain += whole(await fixture.send(second, file, { framesEach })).duplicates;
      }
      const between = await rows(fixture);
      tally.newRows += between - before;
      for (const [source, known] of await sendAgain(stage, replayed, lines))
        byWays.set(source, (byWays.get(source) ?? 0) + known);
      newByWays += (await rows(fixture)) - between;
      earlier = lines;
    }
    const named = await underOtherNames(stage, replayed, lines);
    return [
      disguised(tally),
      byTransport(replayed, tally.sent, byWays, newByWays),
      otherNames(named),
      await replayAccounts(stage, collector, Math.max(1_000, records / 10)),
    ];
  } finally {
    await collector.kill();
    await replayed.close();
  }
}

function disguised({ sent, stored, resent, knownAgain, newRows }: Record<string, number>): Figure {
  return {
    id: "REL-06",
    value: newRows ?? Number.NaN,
    unit: "new rows",
    must: "0",
    ok: newRows === 0 && stored === sent && knownAgain === resent,
    detail: { sent, stored, resent, knownAgain, ways: DISGUISES.map((one) => one.name).join("; ") },
  };
}

function byTransport({ ways }: Replay, sent: number, known: ReadonlyMap<number, number>, newRows: number): Figure {
  const all = ways.map(({ way, source }) => ({ name: way.name, known: known.get(source) ?? 0 }));
  return {
    id: "REL-06 transports",
    value: newRows,
    unit: `new rows by ${ways.length} ways`,
    must: "0",
    ok: newRows === 0 && all.every((one) => one.known >= sent),
    detail: {
      sentByEach: sent,
      knownAgain: Object.fromEntries(all.map((one) => [one.name, one.known])),
      knownBy: "what the call tells: its times, sides, ids and people; no transport, source, file or place is asked",
    },
  };
}

interface Named {
  readonly newCalls: number;
  readonly markers: readonly { readonly name: string; readonly stored: number }[];
}

function otherNames({ newCalls, markers }: Named): Figure {
  const missed = markers.filter(({ stored }) => stored !== 1).map(({ name }) => name);
  return {
    id: "REL-06 other names",
    value: newCalls - markers.length,
    unit: `new calls by ${markers.length} ways`,
    must: "0",
    ok: newCalls === markers.length && missed.length === 0,
    detail: { sentByEach: AT_ONCE, newCallsBehindThem: newCalls, missed },
  };
}

/** By every way at once. Answers how many of them each way's source knew. */
async function sendAgain(stage: Stage, { ways }: Replay, lines: readonly string[]): Promise<Map<number, number>> {
  const before = await stage.known();
  const knownOf = async () => {
    const now = await stage.known();
    return new Map(ways.map(({ source }) => [source, (now.get(source) ?? 0) - (before.get(source) ?? 0)]));
  };
  await storing(stage, Promise.all(ways.map((one) => one.send(lines))));
  let known = await knownOf();
  let changedAt = performance.now();
  let lost = 0;
  const missing = () => ways.filter(({ source }) => (known.get(source) ?? 0) < lines.length);
  while (missing().length > 0 && performance.now() - changedAt < PATIENCE_MS) {
    await stage.fixture.store();
    const now = await knownOf();
    if ([...now].some(([source, n]) => n !== known.get(source))) changedAt = performance.now();
    known = now;
    const unheard = missing().filter(({ way }) => way.promise === "while-listening");
    // Nobody tells such a system that a line was lost on the way: it is sent again, as often as it takes.
    if (unheard.length > 0 && performance.now() - changedAt > UNHEARD_MS && lost++ < MOST_TIMES) {
      await storing(stage, Promise.all(unheard.map((one) => one.send(lines))));
      changedAt = performance.now();
    }
    await wait(100);
  }
  return known;
}

/** The same content again in files and messages of other names, and behind it by each way a call that nobody has seen. */
async function underOtherNames(stage: Stage, { ways }: Replay, lines: readonly string[]): Promise<Named> {
  const { fixture } = stage;
  const before = await fixture.ingest.count("call_record");
  const markers = ways.map((one, n) => ({ ...one, name: one.way.name, line: asteriskLine(n) }));
  await storing(stage, Promise.all(markers.map(({ send, line }) => send([...lines.slice(0, AT_ONCE), line]))));
  let newCalls = 0;
  let counts = await stage.counts();
  let [sentAt, lost] = [performance.now(), 0];
  for (const end = performance.now() + PATIENCE_MS; newCalls < ways.length && performance.now() < end; ) {
    await wait(200);
    await fixture.store();
    newCalls = (await fixture.ingest.count("call_record")) - before;
    counts = await stage.counts();
    const unheard = markers.filter(({ way, source }) => way.promise === "while-listening" && !counts.has(source));
    if (unheard.length === 0 || performance.now() - sentAt < UNHEARD_MS || lost++ >= MOST_TIMES) continue;
    await storing(stage, Promise.all(unheard.map(({ send, line }) => send([line]))));
    sentAt = performance.now();
  }
  return { newCalls, markers: markers.map(({ name, source }) => ({ name, stored: counts.get(source) ?? 0 })) };
}

async function storing<T>(stage: Stage, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const [result] = await Promise.all([work.finally(() => done.abort()), stage.keepStoring(done.signal)]);
  return result;
}

/** Calls that devices account, asked for again later, at another port with another secret, and from another server's file. */
async function replayAccounts(stage: Stage, collector: Victim, calls: number): Promise<Figure> {
  const accounts = await openAccounts(stage);
  const { ingest } = stage.fixture;
  const { sources } = accounts;
  /** Calls are put together hours after the last request. */
  const join = async (hours: number) => {
    ingest.time.now = new Date(Date.now() + hours * 3_600_000);
    await joinDue(ingest.ctx);
  };
  await storing(stage, accounts.send(calls, "first", 0));
  await stage.fixture.store();
  await join(7);
  const stored = (await stage.counts()).get(sources.first) ?? 0;
  const before = await rows(ingest);
  const framesOf = async (source: number) => (await stage.frames()).get(source) ?? 0;
  const told = await framesOf(sources.first);
  await storing(stage, accounts.send(calls, "first", 20));
  await stage.fixture.store();
  // What was answered lately the listener knows by itself; the next one has to ask the store.
  const written = (await framesOf(sources.first)) - told;
  await collector.kill();
  await stage.ageLeases();
  const next = startVictim(stage.home, "collector");
  try {
    accounts.fileDetail(calls);
    for (const to of ["first", "other"] as const) await storing(stage, accounts.send(calls, to, 40));
    const came = async () => {
      const [first, other, detail] = await Promise.all([
        framesOf(sources.first),
        framesOf(sources.other),
        framesOf(sources.detail),
      ]);
      return { first: first - told - written, other, detail };
    };
    const areAll = (all: Record<string, number>) => Object.values(all).every((n) => n >= calls);
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await wait(200)) {
      await stage.fixture.store();
      if (areAll(await came())) break;
    }
    await join(14);
    const requests = await came();
    const newRows = (await rows(ingest)) - before;
    return {
      id: "REL-06 radius",
      value: newRows,
      unit: `new rows of ${calls} calls accounted four times more`,
      must: "0",
      ok: newRows === 0 && stored === calls && (written === 0 || calls > ALWAYS_KNOWN) && areAll(requests),
      detail: {
        ...{ calls, stored, writtenAgainByTheSameListener: written, writtenAgainByOthers: requests },
        listenerRemembers: ALWAYS_KNOWN,
        knownBy: "the listener knows device, session, status and the event's time; the store what the call tells",
      },
    };
  } finally {
    await next.kill();
  }
}

async function rows(fixture: IngestFixture): Promise<number> {
  return (await fixture.count("call_record")) + (await fixture.count("party")) + (await fixture.count("raw_segment"));
}

function whole(outcome: InboxOutcome): InboxOutcome {
  if (outcome.failed > 0) throw new Error("ingest did not take the whole file");
  return outcome;
}

function international(line: string): string {
  return line.replaceAll(/"0(7\d)(\d{7})"/g, '"+46 (0)$1-$2"');
}

function written(line: string): string {
  return line.replaceAll(/"0(7\d)(\d{3})(\d{2})(\d{2})"/g, '"00 46 $1 $2 $3 $4"');
}
