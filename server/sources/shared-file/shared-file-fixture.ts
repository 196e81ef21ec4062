import { createSecretKey } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Framing } from "../../drivers/driver.ts";
import { createTestSink } from "../files/sink-fixture.ts";
import type { DeliveredPart, Source, SourceNote } from "../source.ts";
import { sharedFileSettings } from "./settings.ts";
import { createSharedFileSource } from "./shared-file.ts";

/** A folder, and a collector's view of it: parts are checked as ingest would, and outlive a restart of the source. */
export interface Desk {
  readonly folder: string;
  readonly parts: DeliveredPart[];
  readonly notes: SourceNote[];
  /** Every line in the order of delivery. */
  lines(): string[];
  /** Rounds until everything seen is in, or `rounds` are over. */
  settle(rounds?: number): Promise<void>;
  poll: Source["poll"];
  /** As after kill -9: only what was delivered is known. */
  restart(): Promise<void>;
  /** The inbox refuses from now on, after `parts` more. */
  refuseAfter(parts: number | null): void;
  at(name: string): string;
}

export async function openDesk(
  t: TestContext,
  settings: Record<string, unknown> = {},
  framing: Framing = { kind: "line" },
): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "gallra-shared-"));
  const { sink, parts, notes, positions, lines, refuseAfter } = createTestSink();
  const open = () =>
    createSharedFileSource({
      settings: sharedFileSettings.parse({ path: folder, restSeconds: 0.1, ...settings }),
      framing,
      roots: () => [folder],
      key: createSecretKey(Buffer.alloc(32, 7)),
      known: [...positions.values()],
      sink,
    });
  let source = open();
  t.after(async () => {
    await source.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    folder,
    parts,
    notes,
    lines,
    async settle(rounds = 60) {
      for (let round = 0; round < rounds; round++) {
        if ((await source.poll()).settled && round > 0) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    poll: () => source.poll(),
    async restart() {
      await source.close();
      source = open();
    },
    refuseAfter,
    at: (name) => join(folder, name),
  };
}
