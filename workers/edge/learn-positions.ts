import { readFileSync } from "node:fs";
import { writeSecret } from "#db/secret-file.ts";
import { PositionsAnswer, type PositionsInput, type TaskSource } from "#server/edge/protocol/index.ts";
import { SourceTrouble } from "#server/sources/index.ts";
import { fileOf } from "./edge-home.ts";
import type { PortalAnswer } from "./portal-line.ts";
import type { Positions } from "./positions.ts";

/** More deliveries than any source has. */
const MOST_PAGES = 100;

/**
 * Learns from the portal how far the source was read before it was placed here, by whomever: what it goes on from. Once for each
 * placement; a restart in the middle of an outage asks nobody. Throws SourceTrouble where the portal cannot tell, and begins nothing.
 */
export async function learnPositions(
  home: string,
  { id: sourceId, fencing }: Pick<TaskSource, "id" | "fencing">,
  positions: Positions,
  post: (verb: string, body: Buffer) => Promise<PortalAnswer>,
): Promise<void> {
  const file = fileOf(home, `source-${sourceId}.placed`);
  if (placedAs(file) === fencing) return;
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const asked: PositionsInput = { sourceId, after };
    const answer = await post("positions", Buffer.from(JSON.stringify(asked))).catch((cause: unknown) => {
      throw new SourceTrouble("read-failed", cause);
    });
    const read = PositionsAnswer.safeParse(answer.body);
    if (answer.status !== 200 || !read.success) throw new SourceTrouble("read-failed");
    positions.learn(read.data.positions);
    after = read.data.next;
    if (after === null) break;
  }
  writeSecret(file, `${fencing}\n`);
}

/** null where the source was never placed here. */
function placedAs(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
