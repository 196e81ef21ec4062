import { z } from "zod";
import type { Tx } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { DATA_CLASSES, type DataClass, nameOf, PRODUCTS, type Product } from "../../domain/codes.ts";
import { addDays, type Day, dayIn, daysBetween, startOfDay } from "../../domain/zoned-time.ts";
import { signStatement } from "../../keyring/index.ts";
import { countErased, type DecidedRow, listDecisions, purgesBetween } from "../../store/index.ts";

const LONGEST_DAYS = 400;

export const DisposalProtocolInput = z
  .strictObject({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to && daysBetween(from, to) <= LONGEST_DAYS, {
    message: `Choose a first day, and a last one at most ${LONGEST_DAYS} days later.`,
    path: ["to"],
  });
export type DisposalProtocolInput = z.infer<typeof DisposalProtocolInput>;

/** What of one class went under one decision: when first and last, on how many nights, and how many values. */
export interface DisposedLine {
  readonly product: Product;
  readonly class: DataClass;
  /** The decision that held when it went; null where none did, which a reader has to ask about. */
  readonly decision: { readonly authority: string; readonly number: string; readonly decidedOn: Day } | null;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly nights: number;
  readonly values: number;
}

/** The disposal protocol (gallringsprotokoll) of a period. It says what went, and holds nobody's number. */
export interface DisposalStatement {
  readonly kind: "disposal-protocol";
  readonly version: 1;
  readonly company: { readonly id: number; readonly name: string };
  readonly from: Day;
  readonly to: Day;
  readonly timeZone: string;
  readonly lines: readonly DisposedLine[];
  /** People erased on request in the period; each has a certificate of its own. */
  readonly erasures: { readonly requests: number; readonly calls: number };
  readonly values: number;
  readonly madeAt: string;
  readonly madeBy: string;
}

export interface DisposalProtocol {
  readonly statement: DisposalStatement;
  readonly fileName: string;
  /** JSON with the statement and its signature, as it is saved. */
  readonly text: string;
}

/** Made from the log of what went, which is written in the transaction that destroys. Signed, and written to the audit. */
export async function disposalProtocol(ctx: CompanyContext, input: DisposalProtocolInput): Promise<DisposalProtocol> {
  authoriseCompany(ctx, "retention.see");
  const { from, to } = DisposalProtocolInput.parse(input);
  if (ctx.company.kind !== "public")
    throw new AppError(
      "conflict",
      "Only a public body disposes by decision. The nights of this company stand under Retention.",
    );
  const { id, name, timeZone, slug } = ctx.company;
  const statement = await withCompany(door(ctx, "web"), id, async (tx): Promise<DisposalStatement> => {
    const period = { from: startOfDay(from, timeZone), before: startOfDay(addDays(to, 1), timeZone) };
    const lines = await linesOf(tx, ctx, period);
    await audit(ctx, tx, { action: "disposal.protocol", detail: { from, to, lines: lines.length } });
    return {
      kind: "disposal-protocol",
      version: 1,
      company: { id, name },
      from,
      to,
      timeZone,
      lines,
      erasures: await countErased(tx, id, period),
      values: lines.reduce((sum, line) => sum + line.values, 0),
      madeAt: ctx.clock().toISOString(),
      madeBy: ctx.actor.name,
    };
  });
  const jws = await signStatement(ctx.keyring, statement);
  return {
    statement,
    fileName: `gallringsprotokoll-${slug}-${from}-${to}.json`,
    text: `${JSON.stringify({ statement, jws }, null, 2)}\n`,
  };
}

async function linesOf(tx: Tx, ctx: CompanyContext, period: { from: Date; before: Date }): Promise<DisposedLine[]> {
  const decisions = await listDecisions(tx, ctx.company.id);
  const lines = new Map<string, DisposedLine & { readonly days: Set<Day> }>();
  for (const row of await purgesBetween(tx, ctx.company.id, period)) {
    const product = nameOf(PRODUCTS, row.product);
    const cls = nameOf(DATA_CLASSES, row.class);
    if (product === undefined || cls === undefined) continue;
    const held = decisions.find((one) => heldThen(one, row));
    const key = `${product} ${cls} ${held?.id ?? ""}`;
    const day = dayIn(ctx.company.timeZone, row.wentAt);
    const before = lines.get(key);
    const days = (before?.days ?? new Set()).add(day);
    lines.set(key, {
      product,
      class: cls,
      decision:
        held === undefined ? null : { authority: held.authority, number: held.number, decidedOn: held.decidedOn },
      firstDay: before === undefined || day < before.firstDay ? day : before.firstDay,
      lastDay: before === undefined || day > before.lastDay ? day : before.lastDay,
      nights: days.size,
      values: (before?.values ?? 0) + row.held,
      days,
    });
  }
  return [...lines.values()].map(({ days: _, ...line }) => line);
}

/** Recorded before it went, not ended before it went, and about this class of this product. */
function heldThen(decision: DecidedRow, row: { product: number; class: number; wentAt: Date }): boolean {
  return (
    decision.recordedAt <= row.wentAt &&
    (decision.endedAt === null || decision.endedAt > row.wentAt) &&
    decision.items.some((item) => item.product === row.product && item.class === row.class)
  );
}
