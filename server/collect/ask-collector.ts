import { type CompanyContext, door } from "../context.ts";
import { type ProbeAnswer, type ProbeQuestion, readCollectorPublicKey } from "../sources/index.ts";
import { listProcesses } from "../store/processes.ts";
import { askAt } from "./ask-at.ts";

/** A collector looks every second; one that has not taken a question by then is gone or busy. */
const TAKEN_WITHIN_MS = 6_000;
/** A test itself takes half a minute at most. */
const ANSWERED_WITHIN_MS = 40_000;
/** Three signs of life. */
const ALIVE_MS = 90_000;

/** What a test found, as a collector sees it. `null`: no collector runs. Throws AppError "conflict" or "too-many". */
export async function askCollector(ctx: CompanyContext, question: ProbeQuestion): Promise<ProbeAnswer | null> {
  if (!(await someCollector(ctx))) return null;
  const key = readCollectorPublicKey(ctx.env.home);
  const within = { takenWithinMs: TAKEN_WITHIN_MS, answeredWithinMs: ANSWERED_WITHIN_MS };
  return await askAt(ctx, question, { edgeId: null, key, ...within });
}

async function someCollector(ctx: CompanyContext): Promise<boolean> {
  const since = ctx.clock().getTime() - ALIVE_MS;
  const running = await listProcesses(door(ctx, "web"));
  return running.some(({ name, seenAt }) => name === "collector" && seenAt.getTime() >= since);
}
