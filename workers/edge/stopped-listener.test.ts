import assert from "node:assert/strict";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "node:test";
import { listSegments, peekSegment } from "#server/inbox/index.ts";
import { createLog } from "#server/log.ts";
import type { TaskSource } from "#server/edge/protocol/index.ts";
import { createPorts } from "#server/sources/index.ts";
import type { EdgeContext } from "./edge-context.ts";
import { Fill } from "./fill.ts";
import { PortalClock } from "./portal-clock.ts";
import { Positions } from "./positions.ts";
import { type RunningSource, runEdgeSource } from "./run-edge-source.ts";
import { Sessions } from "./sessions.ts";

const SITE = { timeZone: null, country: null, outsideLine: null, extensionDigits: null, internationalPrefix: null };
const port = await freePort();
const SOURCE: TaskSource = {
  ...{ id: 7, transport: "syslog", driver: "asterisk-cdr-csv", driverOptions: {}, ...SITE },
  settings: { protocol: "udp", address: "127.0.0.1", port, senders: "127.0.0.1" },
  ...{ fencing: 1, credentials: [], fingerprint: null },
};

test("what came by syslog in the moment its edge is stopped is written down: nobody sends it again", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "gallra-test-edge-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  mkdirSync(join(home, "edge"));
  const ctx = await edgeAt(home);
  const run: RunningSource = {
    ...{ id: SOURCE.id, settings: "", positions: new Positions(home, SOURCE.id), learn: async () => undefined },
    ...{ problem: undefined, live: null, reopen: false, ending: new AbortController(), done: Promise.resolve() },
  };
  const done = runEdgeSource(ctx, SOURCE, run, new Sessions(home));
  while (typeof run.live?.["port"] !== "number") await wait(10);
  const socket = createSocket("udp4");
  t.after(async () => void socket.close());
  const came = Array.from({ length: 50 }, (_, n) => `<30>1 - - - - - - call ${n}`);
  for (const message of came)
    await new Promise<void>((resolve) => socket.send(message, port, "127.0.0.1", () => resolve()));
  await wait(20);
  run.ending.abort();
  await done;
  let frames = 0;
  for (const ref of await listSegments(ctx.inbox)) frames += (await peekSegment(ref)).frames;
  assert.equal(frames, came.length);
});

async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port: free } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return free;
}

async function edgeAt(home: string): Promise<EdgeContext> {
  const inbox = join(home, "inbox");
  const clock = new PortalClock(home);
  const pair = () => generateKeyPairSync("x25519");
  const company = { id: 3, slug: "exempel", ...SITE, timeZone: "Europe/Stockholm", country: "SE" };
  const jwk = pair().publicKey.export({ format: "jwk" });
  return {
    ...{ home, inbox, clock, release: "1.0", ports: createPorts(), log: createLog("collector", () => undefined) },
    identity: {
      ...{ portal: "https://localhost", trust: { by: "authority" }, companyId: 3, company: "exempel" },
      ...{ edgeId: "0b0e7f3c-1111-4222-8333-444455556666", name: "prov", revoked: false },
    },
    keys: { sign: pair().privateKey, seal: pair().privateKey, fingerprint: randomBytes(32) },
    orders: {
      task: { edgeId: "0b0e7f3c-1111-4222-8333-444455556666", company, gate: {}, sources: [SOURCE] },
      keyAt: () => ({ kid: "day-1", publicJwk: jwk }),
    } as unknown as EdgeContext["orders"],
    fill: await Fill.of(inbox, 1_073_741_824, clock),
    machine: {
      roots: async () => [],
      networks: async () => [],
      ports: async () => [{ kind: "address", address: "127.0.0.1", from: 0, to: 65_535 }],
    },
  };
}
