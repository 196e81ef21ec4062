import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { kernelDrops } from "#server/sources/udp/kernel-drops.ts";
import { startVictim } from "../crash/victim.ts";
import type { Fault, Figure } from "../figure.ts";
import { type ListenerHome, openListenerHome } from "../listeners/home.ts";
import { unreadByUdp } from "../listeners/tcp-table.ts";

const RATE = 5_000;
const READ_MS = 120_000;

/** The collector is a process of its own, as in production; what it writes is stored meanwhile. */
export const fault: Fault = {
  id: "REL-08",
  claim:
    "syslog over UDP at 5,000 messages a second: what was sent is stored or kept as undefined; what the kernel dropped is counted",
  async run({ full }): Promise<Figure[]> {
    const seconds = full ? 600 : 60;
    const home = await openListenerHome({
      transport: "syslog",
      driver: "asterisk-cdr-csv",
      settings: { pass: "message" },
    });
    const collector = startVictim(home.home, "collector");
    try {
      await listens(home);
      const storing = new AbortController();
      const stored = keepStoring(home, storing.signal);
      const { sent, tookMs } = await send(home.port, seconds);
      await isRead(home);
      await wait(3_000);
      const dropped = (await kernelDrops("127.0.0.1", home.port)) ?? -1;
      process.kill(collector.pid, "SIGTERM");
      await collector.died;
      storing.abort();
      await stored;
      await home.fixture.store();
      const { starts, undefinedLines, errors } = await home.stored();
      const calls = [...starts.values()].reduce((sum, n) => sum + n, 0);
      const twice = calls - starts.size;
      const missing = sent - calls - undefinedLines - errors;
      return [
        {
          id: "REL-08 syslog",
          value: Math.abs(missing) + twice,
          unit: `messages of ${sent} neither stored, undefined nor counted as lost`,
          must: `0 over ${seconds} s`,
          lead: "0, kernel drops 0",
          ok: missing === 0 && twice === 0 && dropped >= 0 && dropped <= errors && sent === RATE * seconds,
          detail: {
            sent,
            perSecond: Math.round((sent / tookMs) * 1_000),
            stored: calls,
            undefined: undefinedLines,
            lostAndCounted: errors,
            kernelDrops: dropped,
          },
        },
      ];
    } finally {
      await collector.kill();
      await home.close();
    }
  },
};

async function listens({ port }: ListenerHome): Promise<void> {
  for (let tries = 0; (await kernelDrops("127.0.0.1", port)) === null; tries++) {
    if (tries > 600) throw new Error("the collector does not listen");
    await wait(100);
  }
}

/** What the kernel still holds would go with the listener: a collector that got no time reads it first. */
async function isRead({ port }: ListenerHome): Promise<void> {
  for (const end = performance.now() + READ_MS; performance.now() < end; await wait(100))
    if ((await unreadByUdp(port)) === 0) return;
}

async function keepStoring({ fixture }: ListenerHome, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await fixture.store();
    await wait(500, undefined, { signal }).catch(() => undefined);
  }
}

async function send(port: number, seconds: number): Promise<{ sent: number; tookMs: number }> {
  const script = join(import.meta.dirname, "../listeners/syslog-sender.ts");
  const flags = ["--disable-warning=ExperimentalWarning", script, String(port), String(RATE), String(seconds)];
  const sender = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  sender.stdout.on("data", (chunk) => {
    said += chunk;
  });
  await once(sender, "close");
  return JSON.parse(said) as { sent: number; tookMs: number };
}
