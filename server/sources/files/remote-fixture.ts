import { createSecretKey } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Framing } from "../../drivers/driver.ts";
import type { Machine } from "../machine/machine.ts";
import type { PollResult, Source } from "../source.ts";
import { createTestSink, type TestSink } from "./sink-fixture.ts";

/** For tests: this machine, of which a company's sources may reach the loopback, or nothing. */
export const LOOPBACK: Machine = {
  roots: () => Promise.resolve([]),
  networks: () => Promise.resolve(["127.0.0.0/8"]),
  ports: () => Promise.resolve([]),
  certificate: () => Promise.resolve(null),
};

export const TEST_KEY = createSecretKey(Buffer.alloc(32, 7));

export interface RemoteDesk extends TestSink {
  /** What the server shows. */
  readonly folder: string;
  at(name: string): string;
  poll(): Promise<PollResult>;
  /** Rounds until everything seen is in; a source that is hindered is asked again. Answers what hindered it. */
  settle(rounds?: number): Promise<string[]>;
  /** As after kill -9: only what was delivered is known. */
  restart(): Promise<void>;
  source(): Source;
}

/** `open` makes the source that reads the folder, knowing what the sink knows. */
export async function openRemoteDesk(
  t: { after(fn: () => Promise<void>): void },
  start: (folder: string) => Promise<(sink: TestSink, framing: Framing) => Source>,
  framing: Framing = { kind: "line" },
): Promise<RemoteDesk> {
  const folder = await mkdtemp(join(tmpdir(), "gallra-remote-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const open = await start(folder);
  const sink = createTestSink();
  let source = open(sink, framing);
  t.after(() => source.close());
  return {
    ...sink,
    folder,
    at: (name) => join(folder, name),
    poll: () => source.poll(),
    async settle(rounds = 400) {
      const problems: string[] = [];
      // What was looked at a moment ago is not looked at again at once.
      await new Promise((resolve) => setTimeout(resolve, 120));
      for (let round = 0; round < rounds; round++) {
        try {
          const { settled, problem } = await source.poll();
          if (problem !== null) problems.push(problem);
          if (settled && round > 0) return problems;
        } catch (error) {
          problems.push((error as { problem?: string }).problem ?? String(error));
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return [...problems, "never settled"];
    },
    async restart() {
      await source.close();
      source = open(sink, framing);
    },
    source: () => source,
  };
}
