import { createHash, generateKeyPairSync, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { JWK } from "jose";
import { withCompany } from "#db/with-company.ts";
import { type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { openAnswer, type ProbeAnswer, type ProbeQuestion, sealQuestion } from "../sources/index.ts";
import { askProbe, dropProbe, readProbe } from "../store/source-probes.ts";
import { countAttempt } from "../store/throttles.ts";

/** Who is asked. */
export interface Asked {
  /** null = the collectors at home. */
  readonly edgeId: string | null;
  /** To which the question is sealed: nobody else reads settings and credentials. */
  readonly key: JWK;
  /** One that has not taken the question by then is gone or busy. */
  readonly takenWithinMs: number;
  readonly answeredWithinMs: number;
}

const LOOK_MS = 150;
/** Tests within an hour before each further one waits twice as long, up to so many seconds. */
const FREE = 40;
const LONGEST = 300;
const OPERATOR = "00000000-0000-0000-0000-000000000000";

/**
 * What a test found, as who looks sees it. Question and answer rest sealed, the answer to a key of this one question that is in memory
 * alone, and go when it is over. `null`: nobody took it. Throws AppError "conflict" or "too-many".
 */
export async function askAt(ctx: CompanyContext, question: ProbeQuestion, asked: Asked): Promise<ProbeAnswer | null> {
  await countTest(ctx);
  const place = { companyId: ctx.company.id, probeId: randomUUID() };
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const answerKey = publicKey.export({ format: "jwk" }) as JWK;
  const sealed = await sealQuestion(place, question, answerKey, asked.key);
  await ask(ctx, { id: place.probeId, question: sealed, edgeId: asked.edgeId, sourceId: question.sourceId });
  try {
    const answer = await answerTo(ctx, place.probeId, asked);
    return answer === null ? null : await openAnswer(place, answer, privateKey);
  } finally {
    await withCompany(door(ctx, "web"), place.companyId, (tx) => dropProbe(tx, place.companyId, place.probeId));
  }
}

async function ask(
  ctx: CompanyContext,
  probe: { id: string; question: string; edgeId: string | null; sourceId: number | null },
): Promise<void> {
  const { id: companyId } = ctx.company;
  const askedBy = ctx.actor.accountId ?? OPERATOR;
  const asked = await withCompany(door(ctx, "web"), companyId, (tx) => askProbe(tx, { ...probe, companyId, askedBy }));
  if (asked === "own-stands")
    throw new AppError("conflict", "A test of yours is under way already. Wait for its answer.", { retry: true });
  if (asked === "company-busy")
    throw new AppError("conflict", "Colleagues of yours test sources at this moment. Wait for their answers.", {
      retry: true,
    });
}

/** null when nobody took it. */
async function answerTo(ctx: CompanyContext, id: string, asked: Asked): Promise<string | null> {
  const begun = performance.now();
  for (;;) {
    await wait(LOOK_MS);
    const found = await withCompany(door(ctx, "web"), ctx.company.id, (tx) => readProbe(tx, ctx.company.id, id), {
      readOnly: true,
    });
    if (found?.answer != null) return found.answer;
    const took = performance.now() - begun;
    if (found === null || (found.takenAt === null && took > asked.takenWithinMs)) return null;
    if (took > asked.answeredWithinMs)
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
