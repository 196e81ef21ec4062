import { setTimeout as wait } from "node:timers/promises";
import { createTraffic } from "#bench/collect/traffic.ts";
import type { Fault, Figure } from "#bench/figure.ts";
import type { IngestFixture } from "#server/ingest/ingest-fixture.ts";
import { type InboxOutcome, ingestInbox } from "#server/ingest/index.ts";
import { startVictim } from "../crash/victim.ts";
import { openResenders, type Resender } from "../transports/resend.ts";
import { openStage, type Stage } from "../transports/stage.ts";

const CI_RECORDS = 20_000;
const FULL_RECORDS = 1_000_000;
const A_FILE = 10_000;
const PATIENCE_MS = 120_000;

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
  const byTransport = { resent: 0, knownAgain: 0, newRows: 0 };
  const resenders = await openResenders(stage);
  const collector = startVictim(stage.home, "collector");
  try {
    let earlier: string[] = [];
    for (let left = records; left > 0; left -= A_FILE) {
      const lines = traffic.file(Math.min(left, A_FILE), 0.2).toString().trimEnd().split("\n");
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
      for (const resender of resenders) {
        byTransport.resent += lines.length;
        byTransport.knownAgain += await resend(stage, resender, lines);
      }
      byTransport.newRows += (await rows(fixture)) - between;
      earlier = lines;
    }
  } finally {
    await collector.kill();
    for (const resender of resenders) resender.close();
  }
  const { newRows, sent, stored, resent, knownAgain } = tally;
  const names = resenders.map(({ name }) => name).join("; ");
  return [
    {
      id: "REL-06",
      value: newRows,
      unit: "new rows",
      must: "0",
      ok: newRows === 0 && stored === sent && knownAgain === resent,
      detail: { sent, stored, resent, knownAgain, ways: DISGUISES.map((one) => one.name).join("; ") },
    },
    {
      id: "REL-06 transports",
      value: byTransport.newRows,
      unit: "new rows",
      must: "0",
      ok: byTransport.newRows === 0 && byTransport.knownAgain === byTransport.resent,
      detail: { sent, ...byTransport, ways: names },
    },
  ];
}

/** Answers how many of the lines the collector brought and ingest knew. */
async function resend({ fixture }: Stage, resender: Resender, lines: readonly string[]): Promise<number> {
  await resender.send(lines);
  let known = 0;
  for (const end = performance.now() + PATIENCE_MS; known < lines.length && performance.now() < end; await wait(200))
    known += whole(await ingestInbox(fixture.ingest.ctx, fixture.inbox)).duplicates;
  return known;
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
