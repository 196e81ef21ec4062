import { createHash, generateKeyPairSync, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { JWK } from "jose";
import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import {
  openAnswer,
  type ProbeAnswer,
  type ProbeQuestion,
  readCollectorPublicKey,
  sealQuestion,
} from "../sources/index.ts";
import { listProcesses } from "../store/processes.ts";
import { askProbe, dropProbe, readProbe } from "../store/source-probes.ts";
import { countAttempt } from "../store/throttles.ts";

/** A collector looks every second; one that has not taken a question by then is gone or busy. */
const TAKEN_WITHIN_MS = 6_000;
/** A test itself takes half a minute at most. */
const ANSWERED_WITHIN_MS = 40_000;
const LOOK_MS = 150;
/** Three signs of life. */
const ALIVE_MS = 90_000;
/** Tests within an hour before each further one waits twice as long, up to so many seconds. */
const FREE = 40;
const LONGEST = 300;
const OPERATOR = "00000000-0000-0000-0000-000000000000";

/** What a test found, as a collector sees it. `null`: no collector runs. Throws AppError "conflict" or "too-many". */
export async function askCollector(ctx: CompanyContext, question: ProbeQuestion): Promise<ProbeAnswer | null> {
  if (!(await someCollector(ctx))) return null;
  await countTest(ctx);
  const place = { companyId: ctx.company.id, probeId: randomUUID() };
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const answerKey = publicKey.export({ format: "jwk" }) as JWK;
  const sealed = await sealQuestion(place, question, answerKey, readCollectorPublicKey(ctx.env.home));
  await ask(ctx, place.probeId, sealed);
  try {
    const answer = await answerTo(ctx, place.probeId);
    return answer === null ? null : await openAnswer(place, answer, privateKey);
  } finally {
    await withCompany(door(ctx, "web"), place.companyId, (tx) => dropProbe(tx, place.companyId, place.probeId));
  }
}

async function someCollector(ctx: CompanyContext): Promise<boolean> {
  const since = ctx.clock().getTime() - ALIVE_MS;
  const running = await listProcesses(door(ctx, "web"));
  return running.some(({ name, seenAt }) => name === "collector" && seenAt.getTime() >= since);
}

async function ask(ctx: CompanyContext, id: string, question: string): Promise<void> {
  const { id: companyId } = ctx.company;
  const askedBy = ctx.actor.accountId ?? OPERATOR;
  const asked = await withCompany(door(ctx, "web"), companyId, (tx) =>
    askProbe(tx, { companyId, id, askedBy, question }),
  );
  if (asked === "own-stands")
    throw new AppError("conflict", "A test of yours is under way already. Wait for its answer.", { retry: true });
  if (asked === "company-busy")
    throw new AppError("conflict", "Colleagues of yours test sources at this moment. Wait for their answers.", {
      retry: true,
    });
}

/** null when no collector took it. */
async function answerTo(ctx: CompanyContext, id: string): Promise<string | null> {
  const begun = performance.now();
  for (;;) {
    await wait(LOOK_MS);
    const found = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => readProbe(tx, ctx.company.id, id), {
      readOnly: true,
    });
    if (found?.answer != null) return found.answer;
    const took = performance.now() - begun;
    if (found === null || (found.takenAt === null && took > TAKEN_WITHIN_MS)) return null;
    if (took > ANSWERED_WITHIN_MS)
      throw new AppError("conflict", "The collector has taken the test and not answered. Test again.", { retry: true });
  }
}

/** Each test lets a collector connect somewhere: one person cannot have it knock all day. */
async function countTest(ctx: CompanyContext): Promise<void> {
  const { accountId } = ctx.actor;
  if (accountId === null) return;
  const key = createHash("sha256").update(`gallra test ${ctx.company.id} ${accountId}`).digest();
  const waitMs = await countAttempt(door(ctx, "web"), [{ key, free: FREE, longest: LONGEST }], ctx.clock());
  if (waitMs === 0) return;
  throw new AppError("too-many", `You have tested many times. Wait ${Math.ceil(waitMs / 1000)} s and test again.`, {
    retry: true,
  });
}
