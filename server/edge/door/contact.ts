import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { holdsSegment } from "../../inbox/index.ts";
import { plainFigures } from "../../sources/plain-figures.ts";
import { tellHealth, tellSettled } from "../../store/edges.ts";
import { listInboxPublicKeys } from "../../store/inbox-keys.ts";
import { type ContactAnswer, ContactInput, type HeldSegment } from "../protocol/messages.ts";
import { sealTask, stampOf } from "../protocol/task.ts";
import type { EdgeHost } from "./answer-edge.ts";
import type { Known } from "./authenticate.ts";
import { handOutProbes } from "./hand-out-probes.ts";
import { makeTask } from "./make-task.ts";
import { readBody } from "./read-body.ts";
import { Refused } from "./refused.ts";
import { isStored } from "./take-segment.ts";
import { tellSources } from "./tell-sources.ts";

/** An edge says how it fares, and hears what it is to do, which keys it writes with, and what is stored for good. Throws Refused. */
export async function contact(host: EdgeHost, edge: Known, body: Buffer): Promise<ContactAnswer> {
  const input = readBody(ContactInput, body);
  const { companyId, id } = edge;
  const at = host.clock();
  const web = door(host, "web");
  const { release, diskFreeBytes, isFull, keysUntil, waiting } = input;
  const health = { release, diskFreeBytes, isFull, keysUntil };
  const { segments: waitingSegments, bytes: waitingBytes, oldest: oldestWaiting } = waiting;
  await withCompany(web, companyId, (tx) =>
    tellHealth(tx, companyId, id, { ...health, waitingSegments, waitingBytes, oldestWaiting }),
  );
  const { task, fencing } = await makeTask(host, edge);
  const sources = input.sources.map((one) => ({ ...one, live: one.live === null ? null : plainFigures(one.live) }));
  await tellSources(host, edge, { sources, sessions: input.sessions }, fencing);
  const stamp = stampOf(task);
  // The task was read after the counts were told: a source that was stopped in between shows in another stamp.
  if (stamp === input.stamp) await withCompany(web, companyId, (tx) => tellSettled(tx, companyId, id, at));
  const sealKey = edge.row.sealKey;
  if (sealKey === null) throw new Refused("not-known");
  const keys = await listInboxPublicKeys(web, at.toISOString().slice(0, 10));
  return {
    at: at.toISOString(),
    stamp,
    task: stamp === input.stamp ? null : await sealTask(task, sealKey),
    keys: keys.map(({ day, kid, jwk }) => ({ day, kid, jwk: { ...jwk } })),
    ...(await whatBecameOf(host, edge, input.held)),
    probes: await handOutProbes(host, edge, task, sealKey),
  };
}

/** The inbox is asked first: what is stored and removed in between is then found in the database. */
async function whatBecameOf(
  host: EdgeHost,
  { companyId }: Known,
  held: readonly HeldSegment[],
): Promise<Pick<ContactAnswer, "stored" | "missing">> {
  const dir = join(host.env.home, "inbox");
  const stored: string[] = [];
  const missing: string[] = [];
  for (const segment of held) {
    if (await holdsSegment(dir, { ...segment, companyId })) continue;
    ((await isStored(host, { ...segment, companyId })) ? stored : missing).push(segment.id);
  }
  return { stored, missing };
}
