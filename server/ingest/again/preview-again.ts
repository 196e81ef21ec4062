import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { linesAgain } from "../../store/undefined-again.ts";
import { emptyDrafts } from "../decode-frames.ts";
import { joinLegs } from "../join-legs.ts";
import { settingsToTry } from "../load-settings.ts";
import type { SourceSettings } from "../source-settings.ts";
import { AgainInput, guardSight, placeOf, readingOf } from "./again-input.ts";
import { linesOf, openLines, type ReadLine, readLines } from "./read-lines.ts";
import { framingsOf } from "./recut-for.ts";
import { recutLines } from "./recut-lines.ts";
import { legOf } from "./store-run.ts";

const SAMPLE = 300;
const MOST_REASONS = 20;

/** What lines would become; no word of theirs is told, and nothing is stored. */
export interface AgainPreview {
  readonly sampled: number;
  /** Calls that the lines of the sample would become. */
  readonly calls: number;
  /** Lines that tell parts of those. */
  readonly parts: number;
  /** Understood, and no call. */
  readonly filtered: number;
  readonly left: number;
  /** The most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly lines: number }[];
  /** When the first and the last of these calls were: a wrong order of day and month shows here. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  /** The lines were cut out of their files otherwise than this driver cuts them. */
  readonly otherFraming: boolean;
}

/** Tries how the first lines of a period would be read. It opens sealed lines, hence a row in the audit. */
export async function previewAgain(ctx: CompanyContext, input: AgainInput): Promise<AgainPreview> {
  authoriseCompany(ctx, "undefined.change");
  guardSight(ctx);
  const asked = AgainInput.parse(input);
  const { sourceId, driver } = asked;
  const companyId = ctx.company.id;
  const place = await placeOf(ctx, asked);
  const settings = await settingsToTry(door(ctx, "web"), companyId, sourceId, readingOf(asked));
  const { recut, differs } = await framingsOf(door(ctx, "web"), companyId, sourceId, readingOf(asked));
  const rows = await withCompany(door(ctx, "web"), companyId, async (tx) => {
    const found = await linesAgain(tx, place, { limit: SAMPLE });
    const detail = { source: sourceId, driver, undefinedLines: found.length };
    await audit(ctx, tx, { action: "undefined.preview", detail });
    return found;
  });
  const lines = await openLines(ctx, companyId, rows);
  const read = readLines(settings, recut === null ? lines : recutLines(recut, lines, true));
  const otherFraming = differs && recut === null;
  return { ...countsOf(settings, read), otherFraming };
}

function countsOf(settings: SourceSettings, read: readonly ReadLine[]): Omit<AgainPreview, "otherFraming"> {
  const reasons = new Map<string, number>();
  const leave = (reason: string, count = 1) => reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  const moments: number[] = [];
  let filtered = 0;
  for (const { line, outcome } of read) {
    const count = linesOf(line).length;
    if (outcome.kind === "left") leave(outcome.reason, count);
    else if (outcome.kind === "sealed") leave(SEALED, count);
    else if (outcome.kind === "nothing") filtered += count;
    else if (outcome.kind === "records") moments.push(...outcome.records.map(({ startedAt }) => startedAt.getTime()));
  }
  const legs = read.flatMap(legOf);
  const joined = joinLegs(settings, { ...emptyDrafts(NO_BATCH(settings), settings), legs }, new Map(), () => true);
  for (const { reason } of joined.lines) leave(reason);
  moments.push(...joined.drafts.map(({ record }) => record.startedAt.getTime()));
  moments.sort((a, b) => a - b);
  const [first, last] = [moments[0], moments.at(-1)];
  const sorted = [...reasons].map(([reason, lines]) => ({ reason, lines })).sort((a, b) => b.lines - a.lines);
  return {
    sampled: read.reduce((sum, { line }) => sum + linesOf(line).length, 0),
    calls: moments.length,
    parts: legs.length - joined.lines.length,
    filtered,
    left: sorted.reduce((sum, { lines }) => sum + lines, 0),
    reasons: sorted.slice(0, MOST_REASONS),
    firstAt: first === undefined ? null : new Date(first),
    lastAt: last === undefined ? null : new Date(last),
  };
}

const SEALED = "its key is gone";

function NO_BATCH({ companyId, sourceId }: SourceSettings): Parameters<typeof emptyDrafts>[0] {
  const none = { deliveryId: "", from: 0, to: 0, fencing: 0, identity: null, done: false, sessionId: null, parts: [] };
  return { companyId, sourceId, receivedAt: new Date(0), ...none };
}
