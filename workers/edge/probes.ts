import {
  MOST_PROBES,
  openProbeOrder,
  ProbeHeard,
  type ProbeInput,
  type ProbeOrder,
} from "#server/edge/protocol/index.ts";
import { errorFields } from "#server/log.ts";
import {
  type Credentials,
  isSamePeer,
  openCredential,
  openQuestion,
  type ProbeQuestion,
  sealAnswer,
  SourceTrouble,
  type Transport,
} from "#server/sources/index.ts";
import { type TestPlace, tryQuestion } from "../collector/try-question.ts";
import type { EdgeContext } from "./edge-context.ts";
import type { PortalAnswer } from "./portal-line.ts";

/** Who tests a source usually tests again: for so long the portal is asked often. */
const LIVELY_MS = 180_000;
/** Of tests that were made before: none is made twice, whatever is sent again. */
const REMEMBERED = 1_000;

/** The tests that the portal has this edge make. What they read is in memory alone, and goes out sealed to who asked. */
export class Probes {
  readonly #ctx: EdgeContext;
  readonly #ending: AbortSignal;
  readonly #made = new Set<string>();
  readonly #answers: ProbeInput[] = [];
  #running = 0;
  #livelyUntil = performance.now() + LIVELY_MS;

  constructor(ctx: EdgeContext, ending: AbortSignal) {
    this.#ctx = ctx;
    this.#ending = ending;
  }

  /** Whether somebody is likely to sit before a page and wait. */
  get isLively(): boolean {
    return this.#running > 0 || this.#answers.length > 0 || performance.now() < this.#livelyUntil;
  }

  /** Whether an answer is being waited for. */
  get isBusy(): boolean {
    return this.#running > 0 || this.#answers.length > 0;
  }

  /** Begins them; those beyond its bound are left to time out. */
  begin(orders: readonly string[]): void {
    for (const sealed of orders) {
      if (this.#running >= MOST_PROBES) return;
      this.#running++;
      this.#livelyUntil = performance.now() + LIVELY_MS;
      void this.#make(sealed)
        .catch((error: unknown) => this.#ctx.log.warn("probe.failed", errorFields(error)))
        .finally(() => {
          this.#running--;
        });
    }
  }

  /** Sends what was found, one after another: requests are numbered. Throws PortalAway; then nobody waits for it any more. */
  async tell(post: (verb: string, body: Buffer) => Promise<PortalAnswer>): Promise<void> {
    for (let answer = this.#answers.shift(); answer !== undefined; answer = this.#answers.shift()) {
      const { status, body, refused } = await post("probe", Buffer.from(JSON.stringify(answer)));
      if (refused === "busy") {
        this.#answers.unshift(answer);
        return;
      }
      if (status !== 200 || ProbeHeard.safeParse(body).data?.state !== "heard")
        this.#ctx.log.warn("probe.not-heard", { refused });
    }
  }

  async #make(sealed: string): Promise<void> {
    const { identity, keys } = this.#ctx;
    const order = await openProbeOrder(sealed, identity.edgeId, keys.seal);
    const place = { companyId: identity.companyId, probeId: order.probeId };
    if (this.#made.has(order.probeId)) return;
    if (this.#made.size >= REMEMBERED) this.#made.clear();
    this.#made.add(order.probeId);
    const { question, answerKey } = await openQuestion(place, order.question, keys.seal);
    const answer = await tryQuestion(testPlace(this.#ctx, order, question), question, this.#ending);
    this.#answers.push({ id: order.probeId, answer: await sealAnswer(place, answer, answerKey) });
  }
}

function testPlace(ctx: EdgeContext, order: ProbeOrder, question: ProbeQuestion): TestPlace {
  return {
    log: ctx.log,
    companyId: ctx.identity.companyId,
    machine: ctx.machine,
    storedFor: (transport, settings) => storedFor(ctx, order, question, transport, settings),
    rules: async () => ({
      stored: { filter: order.gate.filter, shield: order.gate.shield },
      company: order.company,
      now: ctx.clock.now(),
    }),
  };
}

/** They go where the saved source sends them, or nowhere; and only those of the source that was asked about. */
async function storedFor(
  ctx: EdgeContext,
  { stored }: ProbeOrder,
  { sourceId }: ProbeQuestion,
  transport: Transport,
  settings: Readonly<Record<string, unknown>>,
): Promise<Credentials> {
  if (stored === null || stored.sourceId !== sourceId || stored.transport !== transport.id) return {};
  if (!isSamePeer(transport, stored.settings, settings)) return {};
  const { companyId } = ctx.identity;
  try {
    const opened = stored.credentials.map(async ({ name, sealed }) => [
      name,
      await openCredential({ companyId, sourceId, name }, sealed, ctx.keys.seal),
    ]);
    return Object.fromEntries(await Promise.all(opened));
  } catch (cause) {
    throw new SourceTrouble("no-credentials", cause);
  }
}
