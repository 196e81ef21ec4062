import type { Bounds } from "../http/ask.ts";
import { SourceTrouble } from "../problem.ts";
import { createPace } from "../pulled/pace.ts";
import { openPulled, type PulledDelivery } from "../pulled/pulled-delivery.ts";
import type { PollResult, Source } from "../source.ts";
import type { OpenOptions } from "../transport.ts";
import type { Plan } from "./plan.ts";
import { type AskPage, createAskPage, sameOrigin, urlOf, waitOf } from "./question.ts";
import { readPage } from "./read-page.ts";
import { firstCursor, HttpCursor, nextPass, type Pass } from "./window.ts";

/** Pages of one round: other sources wait meanwhile. */
const PAGES_A_ROUND = 8;
/** Pages of one span of time: what has more goes round in a circle, or asks for shorter spans. */
const PAGES_A_PASS = 2_000;

interface Round {
  readonly plan: Plan;
  readonly options: HttpPollOptions;
  readonly askPage: AskPage;
  readonly delivery: PulledDelivery<HttpCursor>;
  cursor: HttpCursor;
  /** The keys of the page before: who is told no new page goes on with the last one. */
  before: string;
  asked: number;
  records: number;
}

export type HttpPollOptions = Omit<OpenOptions<unknown>, "settings" | "ports"> & {
  readonly bounds?: Bounds;
  /** Milliseconds since 1970, of the collector's clock. */
  readonly now?: () => number;
};

/** COL-08: an interface that is asked at its interval, span of time after span of time, page after page. */
export function createHttpPollSource(plan: Plan, options: HttpPollOptions): Source {
  const now = options.now ?? Date.now;
  const ending = new AbortController();
  const delivery = openPulled(options, { url: plan.url, times: plan.times, paging: plan.paging }, HttpCursor);
  const { machine, credentials, bounds } = options;
  const round: Round = {
    plan,
    options,
    askPage: createAskPage(plan, { machine, credentials, signal: ending.signal, bounds }),
    delivery,
    cursor: delivery.resumed ?? firstCursor(plan, now()),
    before: "",
    asked: 0,
    records: 0,
  };
  const pace = createPace(plan.everySeconds * 1_000);
  return {
    async poll(): Promise<PollResult> {
      if (!pace.isDue()) return { more: false, settled: true, problem: pace.problem() };
      try {
        for (let pages = 0; pages < PAGES_A_ROUND; pages++) {
          if (!(await askOne(round, now()))) continue;
          const behind = round.cursor.since < now() - 1_000 * Math.max(60, plan.everySeconds);
          if (behind) return MORE;
          pace.settled();
          return { more: false, settled: true, problem: null };
        }
        return MORE;
      } catch (error) {
        if (!(error instanceof SourceTrouble)) throw error;
        // A link or a token may have ended: the span of time is asked for from its beginning.
        if (error.problem === "protocol-broken") round.cursor = { ...round.cursor, pass: null };
        pace.failed(error.problem, waitOf(error));
        return { more: false, settled: true, problem: error.problem };
      }
    },
    live: () => ({ asked: round.asked, records: round.records, upTo: new Date(round.cursor.since).toISOString() }),
    close: async () => ending.abort(),
  };
}

const MORE: PollResult = { more: true, settled: false, problem: null };

/** Asks for one page and delivers it; answers whether it was the last one of its span of time. */
async function askOne(round: Round, now: number): Promise<boolean> {
  const { plan, delivery, options } = round;
  if (round.cursor.pass === null) {
    // Each span is a delivery of its own: what is told again with another price or state is then known as the same call.
    delivery.begin();
    round.before = "";
    round.cursor = { ...round.cursor, pass: nextPass(plan, round.cursor, now) };
  }
  const { cursor } = round;
  const pass = cursor.pass ?? nextPass(plan, cursor, now);
  const url = urlOf(plan, cursor, pass);
  round.asked++;
  const { body } = await round.askPage(url);
  const page = await readPage(body, options.framing, plan.paging);
  const keys = page.records.map((record) => record.key).join();
  const next = follow(plan, pass, { url, next: page.next, count: page.records.length, isSame: keys === round.before });
  const token = plan.paging.kind === "cursor" ? (page.next ?? cursor.token) : null;
  const after: HttpCursor =
    next === null ? { since: pass.to, token, pass: null } : { since: cursor.since, token, pass: next };
  round.records += await delivery.take(page.records, after);
  round.before = keys;
  round.cursor = after;
  return next === null;
}

interface Seen {
  readonly url: URL;
  readonly next: string | null;
  readonly count: number;
  readonly isSame: boolean;
}

/** The pass with its next page; null when there is none. Throws SourceTrouble for one that never ends or leads elsewhere. */
function follow(plan: Plan, pass: Pass, { url, next, count, isSame }: Seen): Pass | null {
  const further = { ...pass, page: pass.page + 1, records: pass.records + count };
  if (further.page > PAGES_A_PASS) throw new SourceTrouble("protocol-broken");
  switch (plan.paging.kind) {
    case "none":
      return null;
    case "page":
    case "offset":
    case "cursor":
      return count === 0 || isSame || (plan.paging.kind === "cursor" && next === null) ? null : further;
    case "link": {
      if (next === null) return null;
      const link = sameOrigin(next, url);
      if (link.href === url.href) throw new SourceTrouble("protocol-broken");
      return { ...further, next: link.href };
    }
  }
}
