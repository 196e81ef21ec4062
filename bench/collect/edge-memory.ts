import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "#db/testing/free-port.ts";
import { addSource, startSource } from "#server/collect/index.ts";
import { inviteEdge } from "#server/edge/index.ts";
import { InboxView } from "#server/inbox/index.ts";
import { allowPort } from "#server/sources/index.ts";
import { openEdgeFixture, until } from "#workers/edge/edge-fixture.ts";
import { type Figure, round } from "../figure.ts";
import { startFlood } from "../listeners/start-flood.ts";
import { LISTENS, tcpTable } from "../listeners/tcp-table.ts";
import { processorSeconds, residentMb } from "./resident.ts";

const RECORDS = 2_000_000;
/** Of the 200,000 that an edge lets wait. */
const SMALL = 180_000;
const WATCHED_MS = 30_000;
const SAMPLE_MS = 250;

/** What an edge holds, and uses, while its portal is away for days: records by the million, then small segments nearly to its bound. */
export async function edgeMemory(): Promise<Figure> {
  const closing: (() => Promise<unknown> | unknown)[] = [];
  try {
    const fixture = await openEdgeFixture({ after: (fn) => void closing.unshift(fn) });
    const { ctx } = fixture;
    const [home, port] = [fixture.newHome(), await freePort()];
    const inbox = join(home, "inbox");
    const { code, edgeId } = await inviteEdge(ctx, { name: "Källaren" });
    const edge = fixture.run(home, code);
    await until("enrolment", async () => edge.lines.join().includes("edge.started"));
    allowPort(home, ctx.company.slug, { kind: "address", address: "127.0.0.1", from: port, to: port });
    const settings = { address: "127.0.0.1", port, senders: "127.0.0.1" };
    const source = { name: "tcp", transport: "tcp" as const, driver: "asterisk-cdr-csv", timeZone: "UTC", settings };
    await startSource(ctx, await addSource(ctx, source, edgeId));
    await until("the port", async () => (await tcpTable()).some((row) => row.local === port && row.state === LISTENS));
    await fixture.portal.down();
    const pid = edge.process.pid ?? -1;
    const before = residentMb(pid);
    let ended = false;
    let peak = before;
    const watching = (async () => {
      for (; !ended; await wait(SAMPLE_MS)) peak = Math.max(peak, residentMb(pid));
    })();
    const { bytes } = await startFlood(port, RECORDS);
    const afterFlood = residentMb(pid);
    leaveSmall(inbox);
    await wait(WATCHED_MS / 2);
    const used = processorSeconds(pid);
    await wait(WATCHED_MS);
    const share = (processorSeconds(pid) - used) / (WATCHED_MS / 1_000);
    ended = true;
    await watching;
    const view = InboxView.of(inbox);
    await view.look();
    const whole = view.all.spanned === bytes + SMALL * SPAN;
    return {
      id: "SPD-14 edge",
      value: round(peak, 0),
      unit: "MB at the most while an edge's portal is away",
      must: "< 400, and < 0.1 of a processor for 180,000 segments that wait",
      ok: peak < 400 && share < 0.1 && whole,
      detail: {
        beforeMb: round(before, 0),
        afterFloodMb: round(afterFlood, 0),
        afterMb: round(residentMb(pid), 0),
        ofAProcessor: round(share, 3),
        segments: view.all.segments,
        megabytes: round(bytes / 1e6, 0),
        whole,
      },
    };
  } finally {
    for (const end of closing) await end();
  }
}

const SPAN = 100;

/** As a line leaves them that brings a call a second for two days. What is in them nobody at an edge can read. */
function leaveSmall(inbox: string): void {
  mkdirSync(inbox, { recursive: true });
  const [sealed, delivery, now] = [Buffer.alloc(900, 1), randomUUID(), Date.now()];
  for (let n = 0; n < SMALL; n++) {
    const at = (now + n).toString(16).padStart(12, "0");
    const id = `${at.slice(0, 8)}-${at.slice(8)}-7000-8000-${n.toString(16).padStart(12, "0")}`;
    const name = `c1-s1-${delivery}-${n * SPAN}-${(n + 1) * SPAN}-${id}.segment`;
    writeFileSync(join(inbox, name), sealed);
  }
}
