import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { nameOf, PRODUCTS } from "../../domain/codes.ts";
import { holdsNumber } from "../../domain/free-text.ts";
import { type LineSight, lineSight, maskLine } from "../../domain/masked-line.ts";
import { undefinedLinePlace } from "../../domain/raw/index.ts";
import { maskedIn, type Sight } from "../../domain/sight.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { openWithSlice } from "../../keyring/index.ts";
import { spendReveal, undefinedLinesById } from "../../store/index.ts";
import { type MaskedValues, maskedValues } from "../retention/masked-values.ts";
import { REVEALS_AN_HOUR } from "../reveal.ts";
import { lineDays } from "./show-undefined.ts";
import { type HoldsUnused, unusedPeople } from "./unused-people.ts";

/** The screen hides what was opened after so long. */
const OPENED_SECONDS = 30;
const MOST_CHARACTERS = 4_000;

export const OpenLinesInput = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(20),
  /** Why, in the person's own words; it stands in the audit. */
  purpose: z.string().trim().min(3).max(200),
});
export type OpenLinesInput = z.infer<typeof OpenLinesInput>;

export interface OpenedLine {
  readonly id: string;
  /** As the profile may see it; null where nobody reads it. */
  readonly text: string | null;
  /** Only its beginning is told. */
  readonly cut: boolean;
  readonly why: "restricted" | "gone" | null;
}

export interface OpenedLines {
  readonly lines: readonly OpenedLine[];
  readonly seconds: number;
  /** How many more values and lines this person may open within the hour. */
  readonly left: number;
}

/**
 * Opens lines, with the purpose in the audit in the same transaction: no audit row, no text. Digits that may be somebody's are
 * masked as the profile has it; a line with somebody restricted, or about to be erased, stays closed. Each line counts as a value
 * that is revealed.
 */
export async function openLines(ctx: CompanyContext, input: OpenLinesInput): Promise<OpenedLines> {
  authoriseCompany(ctx, "undefined.see");
  requireStepUp(ctx);
  const { ids, purpose } = OpenLinesInput.parse(input);
  if (holdsNumber(purpose, ctx.clock()))
    throw new AppError("bad-input", "Leave numbers out of the purpose: write why, not who.");
  if (sightOn(ctx.actor.sight, ctx) === null) throw hiddenByProfile();
  const days = await lineDays(ctx);
  return withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const rows = await undefinedLinesById(tx, ctx.company.id, days, ids);
    const rules = await maskedValues(tx, ctx);
    const isUnused = await unusedPeople(tx, ctx);
    const lines: OpenedLine[] = [];
    for (const row of rows) lines.push(await openOne(ctx, row, rules, isUnused));
    const missing = [...new Set(ids)].filter((id) => rows.every((row) => row.id !== id));
    lines.push(...missing.map((id) => ({ id, text: null, cut: false, why: "gone" as const })));
    const shown = lines.filter((line) => line.text !== null).length;
    const left = await spend(tx, ctx, shown);
    const sources = [...new Set(rows.map((row) => row.sourceId))];
    const [source] = sources;
    const detail = { lines: shown, ...(source === undefined ? {} : { source }) };
    await audit(ctx, tx, { action: "undefined.open", purpose, detail });
    return { lines, seconds: OPENED_SECONDS, left };
  });
}

type Row = Awaited<ReturnType<typeof undefinedLinesById>>[number];

async function openOne(
  ctx: CompanyContext,
  { id, sliceId, sealed, product, receivedAt }: Row,
  rules: MaskedValues,
  isUnused: HoldsUnused,
): Promise<OpenedLine> {
  const closed = { id, text: null, cut: false };
  const place = undefinedLinePlace(ctx.company.id, id);
  const bytes = await openWithSlice(ctx.keyring, ctx.company.id, sliceId, place, sealed).catch(() => null);
  if (bytes === null) return { ...closed, why: "gone" };
  if (await isUnused(bytes)) return { ...closed, why: "restricted" };
  const sight = sightOn(sightUnder(ctx.actor.sight, rules, product, receivedAt), ctx);
  if (sight === null) return { ...closed, why: "restricted" };
  const text = maskLine(textOf(bytes), sight);
  return { id, text: text.slice(0, MOST_CHARACTERS), cut: text.length > MOST_CHARACTERS, why: null };
}

/** What a rule of the company masks to everybody is masked here too, counted from the day on which the line came. */
export function sightUnder(sight: Sight, rules: MaskedValues, product: number, receivedAt: Date): Sight {
  const name = nameOf(PRODUCTS, product) ?? "pbx";
  const classes = ["phone", "ssn", "ssn_truncated", "name"] as const;
  return classes.reduce((seen, cls) => maskedIn(seen, cls, rules.ofCall(name, cls, receivedAt)), sight);
}

function sightOn(sight: Sight, { actor }: CompanyContext): LineSight | null {
  return lineSight(sight, actor.permissions.has("data.reveal"));
}

/** UTF-8 where it is, else a byte a letter; the lines of a frame stay lines. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString("latin1");
  }
}

async function spend(tx: Tx, ctx: CompanyContext, count: number): Promise<number> {
  const { accountId } = ctx.actor;
  if (accountId === null) throw new AppError("forbidden", "Only a person can open a line.");
  let left = REVEALS_AN_HOUR;
  for (let at = 0; at < count; at++) {
    const now = await spendReveal(tx, ctx.company.id, accountId, ctx.clock(), REVEALS_AN_HOUR);
    if (now === null)
      throw new AppError(
        "limit",
        `You have opened ${REVEALS_AN_HOUR} values and lines within an hour, and no more are shown. Wait a while, or download the day.`,
        { retry: true },
      );
    left = now;
  }
  return left;
}

export function hiddenByProfile(): AppError {
  return new AppError(
    "forbidden",
    "Your profile hides numbers, so that no line is shown: nothing says what stands in it.",
  );
}
