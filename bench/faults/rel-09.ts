import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { asteriskLine } from "#workers/collector/collector-fixture.ts";
import { startVictim } from "../crash/victim.ts";
import type { Fault, Figure } from "../figure.ts";
import type { Drop, Sent } from "../listeners/tcp-storm.ts";
import { LISTENS, tcpTable } from "../listeners/tcp-table.ts";
import { FIRST_SECOND } from "../transports/outcome.ts";
import { openStage, type Stage, type Stored } from "../transports/stage.ts";
import { freePort } from "#db/testing/free-port.ts";

const CI = { connections: 500, records: 50_000, atOnce: 250 };
const FULL = { connections: 2_000, records: 200_000, atOnce: 500 };
const PATIENCE_MS = 120_000;

/**
 * Many connections to a collector that is a process of its own, from devices that are another one. A fifth is dropped in the middle
 * of a record: closed in order, reset once the collector had taken the connection and its system acknowledged everything, or reset
 * at once.
 */
export const fault: Fault = {
  id: "REL-09",
  claim:
    "what TCP has brought is stored once, whatever becomes of the connection; what a drop cut off is counted and never a call",
  async run({ full }): Promise<Figure[]> {
    const size = full ? FULL : CI;
    const stage = await openStage();
    const port = await freePort();
    const settings = { address: "127.0.0.1", port, senders: "127.0.0.1", maxConnections: 1_000 };
    const ports = [{ kind: "address", address: "127.0.0.1", from: port, to: port }] as const;
    const source = await stage.add({ name: "tcp", transport: "tcp", driver: "asterisk-cdr-csv", settings, ports });
    const collector = startVictim(stage.home, "collector");
    try {
      await until(async () => (await tcpTable()).some((row) => row.local === port && row.state === LISTENS));
      const storing = new AbortController();
      const storingIt = stage.keepStoring(storing.signal);
      const sent = await storm(port, size);
      // Everything that the system holds for the collector has been read once no connection is left.
      await until(async () => !(await tcpTable()).some((row) => row.local === port && row.state !== LISTENS));
      await settled(stage, source);
      process.kill(collector.pid, "SIGTERM");
      await collector.died;
      storing.abort();
      await storingIt;
      await stage.fixture.store();
      return [figureOf(sent, await stage.stored(source), size)];
    } finally {
      await collector.kill();
      await stage.close();
    }
  },
};

async function storm(port: number, { connections, records, atOnce }: typeof CI): Promise<readonly Sent[]> {
  const script = join(import.meta.dirname, "../listeners/tcp-storm.ts");
  const flags = ["--disable-warning=ExperimentalWarning", script, ...[port, connections, records, atOnce].map(String)];
  const devices = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
  const sent: Sent[] = [];
  createInterface(devices.stdout).on("line", (line) => sent.push(JSON.parse(line) as Sent));
  await once(devices, "close");
  return sent;
}

/** Nothing more comes of what the collector has read. */
async function settled(stage: Stage, source: number): Promise<void> {
  let before = -1;
  for (let now = -2; before !== now; await wait(1_500)) {
    before = now;
    now = (await stage.stored(source)).starts.size;
  }
}

interface Verdict {
  readonly wrong: Readonly<Record<"lost" | "twice" | "foreign" | "cutMiscounted" | "cutUncounted", number>>;
  readonly detail: Readonly<Record<string, unknown>>;
}

function figureOf(sent: readonly Sent[], stored: Stored, size: typeof CI): Figure {
  const { wrong, detail } = judge(sent, stored);
  // Of a connection that was not dropped: what a drop may take along is missed by nobody.
  const one = FIRST_SECOND + (sent.find(({ drop }) => drop === "none")?.from ?? 0);
  const starts = new Map([...stored.starts].filter(([at]) => at !== one));
  const noticed = judge(sent, { ...stored, starts }).wrong.lost === wrong.lost + 1;
  const value = Object.values(wrong).reduce((sum, n) => sum + n, 0);
  const dropped = sent.filter(({ drop }) => drop !== "none").length;
  const whole = sent.reduce((sum, one) => sum + one.whole, 0);
  return {
    id: "REL-09 tcp",
    value,
    unit: `records of ${whole} lost, twice, made up or uncounted`,
    must: `0 over ${dropped} dropped connections of ${size.connections}`,
    ok: value === 0 && noticed && sent.length === size.connections && dropped >= size.connections / 5,
    detail: { ...wrong, stored: stored.starts.size, ...detail, noticed },
  };
}

function judge(sent: readonly Sent[], stored: Stored): Verdict {
  const all = sent.map((one) => ({ ...one, ...missingOf(one, stored) }));
  const sum = (of: readonly { missing: number; whole: number }[], what: "missing" | "whole") =>
    of.reduce((total, one) => total + one[what], 0);
  // Reset before the collector could take it: the system no longer says whose it was. All of it is lost, and counted as one.
  const gone = all.filter(({ drop, missing, whole }) => drop === "reset-at-once" && missing === whole);
  const taken = all.filter((one) => !gone.includes(one));
  const underWay = taken.filter((one) => one.missing > 0 && one.missingBytes <= one.unacknowledged);
  const certain = taken.filter(({ drop, unacknowledged }) => drop !== "none" && unacknowledged === 0);
  const ways = ["closed", "reset-acknowledged", "reset-at-once"] as const;
  const detailOf = (drop: Drop) => {
    const of = all.filter((one) => one.drop === drop);
    return { connections: of.length, whole: sum(of, "whole"), missing: sum(of, "missing") };
  };
  return {
    wrong: {
      lost: sum(taken, "missing") - sum(underWay, "missing"),
      twice: [...stored.starts.values()].reduce((total, n) => total + n - 1, 0),
      foreign: stored.starts.size - (sum(all, "whole") - sum(all, "missing")),
      cutMiscounted: Math.abs(stored.undefinedLines + gone.length - stored.errors),
      cutUncounted: Math.max(0, certain.length + gone.length - stored.errors),
    },
    detail: {
      cutOff: stored.undefinedLines,
      countedAsCut: stored.errors,
      ...Object.fromEntries(ways.map((drop) => [drop, detailOf(drop)])),
      resetBeforeItWasTaken: { connections: gone.length, records: sum(gone, "whole") },
      neverArrived: { connections: underWay.length, records: sum(underWay, "missing") },
      notClaimed:
        "what the device's system had not delivered when it reset the connection, and connections reset before they were taken: TCP tells nobody",
    },
  };
}

/** Calls of a connection that are not stored, and the bytes of them with what was begun behind. */
function missingOf({ from, whole, begun }: Sent, { starts }: Stored): { missing: number; missingBytes: number } {
  const absent = Array.from({ length: whole }, (_, n) => from + n).filter((n) => !starts.has(FIRST_SECOND + n));
  const bytes = absent.reduce((sum, n) => sum + Buffer.byteLength(asteriskLine(n)) + 1, 0);
  return { missing: absent.length, missingBytes: bytes === 0 ? 0 : bytes + begun };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !(await holds()); await wait(100))
    if (performance.now() > end) throw new Error("it never came");
}
