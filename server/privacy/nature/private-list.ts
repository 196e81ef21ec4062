import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit, countSearch, guardSearches } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { readIdentifier } from "../../domain/identifier.ts";
import { maskedIn, type Seen, seenAs, showValue, sightOfCall } from "../../domain/sight.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { addDays, type Day, dayIn } from "../../domain/zoned-time.ts";
import {
  addPrivateNumber,
  dropPrivateNumbers,
  endpointLabels,
  findEndpoints,
  readPrivateNumbers,
  WHOLE_COMPANY,
} from "../../keyring/index.ts";
import { raiseFence } from "../../store/index.ts";
import { readMaskedValues } from "../retention/masked-values.ts";

export const PrivateNumbersInput = z.strictObject({
  /** The last entry of the page before. */
  after: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type PrivateNumbersInput = z.input<typeof PrivateNumbersInput>;

export interface PrivateNumberView {
  readonly entryId: string;
  /** As this reader sees numbers of private calls. */
  readonly number: string;
  readonly seen: Seen;
  /** null: the list of the company. "" where the extension is hidden or has gone. */
  readonly extension: string | null;
  readonly addedOn: Day;
  /** The last day on which it stands there. */
  readonly lastDay: Day;
}

export interface PrivateNumbersPage {
  readonly numbers: readonly PrivateNumberView[];
  readonly next: string | null;
  readonly total: number;
}

/** The lists, a page at a time, in no order that tells anything. Reading them is written to the audit. */
export async function listPrivateNumbers(ctx: CompanyContext, input: PrivateNumbersInput): Promise<PrivateNumbersPage> {
  authoriseCompany(ctx, "processing.see");
  authoriseCompany(ctx, "data.search");
  const { after, limit } = PrivateNumbersInput.parse(input);
  const { id } = ctx.company;
  const { numbers: found, total } = await readPrivateNumbers(ctx.keyring, id, {
    limit: limit + 1,
    ...(after === undefined ? {} : { after }),
  });
  const numbers = found.slice(0, limit);
  const labels = await endpointLabels(ctx.keyring, id, [...new Set(numbers.map((one) => one.endpointId))]);
  const masks = await readMaskedValues(ctx);
  const sight = maskedIn(sightOfCall(ctx.actor.sight, true), "phone", masks.any);
  await withCompany(door(ctx, "web"), id, (tx) =>
    audit(ctx, tx, { action: "natures.numbers", detail: { shown: numbers.length } }),
  );
  return {
    numbers: numbers.map(({ id: entryId, endpointId, addedOn, until, canonical }) => ({
      entryId,
      number: showValue(sight, "phone", canonical),
      seen: seenAs(sight, "phone", canonical),
      extension:
        endpointId === WHOLE_COMPANY ? null : showValue(sight, "extension", labels.get(endpointId)?.label ?? null),
      addedOn,
      lastDay: addDays(until, -1),
    })),
    next: found.length === numbers.length ? null : (numbers.at(-1)?.id ?? null),
    total,
  };
}

/** Nobody is listed for longer without somebody asking for it anew. */
export const MOST_LISTED_DAYS = 730;

export const AddPrivateNumbersInput = z.strictObject({
  /** In any notation the search reads, one each. */
  numbers: z.array(z.string().trim().min(1).max(60)).min(1).max(200),
  /** Whose list: an extension as the telephone system writes it; left out, the company's. */
  extension: z.string().trim().min(1).max(64).optional(),
  keptDays: z.int().min(1).max(MOST_LISTED_DAYS).default(365),
});
export type AddPrivateNumbersInput = z.input<typeof AddPrivateNumbersInput>;

/**
 * Puts numbers on a list: all of them or, where one is wrong, none. Calls with them are private from the next file on that is read.
 * The numbers stand in the keyring and nowhere else.
 */
export async function addPrivateNumbers(
  ctx: CompanyContext,
  input: AddPrivateNumbersInput,
): Promise<{ readonly listed: number }> {
  authoriseCompany(ctx, "processing.change");
  requireStepUp(ctx);
  const asked = AddPrivateNumbersInput.parse(input);
  const canonicals = readNumbers(ctx, asked.numbers);
  const endpointId = asked.extension === undefined ? WHOLE_COMPANY : await extensionOf(ctx, asked.extension);
  const addedOn = dayIn(ctx.company.timeZone, ctx.clock());
  const until = addDays(addedOn, asked.keptDays);
  let listed = 0;
  for (const canonical of canonicals) {
    const done = await addPrivateNumber(ctx.keyring, ctx.company.id, { canonical, endpointId, addedOn, until });
    if (done === "full") break;
    listed++;
  }
  const list = endpointId === WHOLE_COMPANY ? "company" : "extension";
  await holdFromNow(ctx, "natures.numbers.add", { numbers: listed, list, until });
  if (listed < canonicals.length)
    throw new AppError(
      "limit",
      `The company lists as many numbers as it can: ${listed} of these stand there now, the others do not. Take some off first.`,
    );
  return { listed };
}

export const DropPrivateNumberInput = z.union([
  z.strictObject({ entryId: z.uuid() }),
  /** Off every list. */
  z.strictObject({ number: z.string().trim().min(1).max(60) }),
]);
export type DropPrivateNumberInput = z.input<typeof DropPrivateNumberInput>;

/** Takes one entry off, or a number off every list. What calls have been told stays as it is. */
export async function dropPrivateNumber(
  ctx: CompanyContext,
  input: DropPrivateNumberInput,
): Promise<{ readonly dropped: number }> {
  authoriseCompany(ctx, "processing.change");
  requireStepUp(ctx);
  const asked = DropPrivateNumberInput.parse(input);
  // Whether a number stands there is an answer about a person, too.
  if ("number" in asked) {
    await guardSearches(ctx);
    await withCompany(door(ctx, "web"), ctx.company.id, (tx) => countSearch(tx, ctx));
  }
  const dropped = await dropPrivateNumbers(
    ctx.keyring,
    ctx.company.id,
    "entryId" in asked ? { ids: [asked.entryId] } : { canonicals: readNumbers(ctx, [asked.number]) },
  );
  if (dropped === 0)
    throw new AppError("not-found", "This number stands on no list, or has been taken off meanwhile. Nothing changed.");
  await holdFromNow(ctx, "natures.numbers.drop", { dropped });
  return { dropped };
}

/** Who reads calls at this moment begins the batch anew with the lists as they are now. */
async function holdFromNow(
  ctx: CompanyContext,
  action: string,
  detail: Record<string, string | number>,
): Promise<void> {
  await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await raiseFence(tx, ctx.company.id);
    await audit(ctx, tx, { action, detail });
  });
}

/** Canonical forms, each once. Throws AppError "bad-input" that names the line, and never what stands in it. */
function readNumbers(ctx: CompanyContext, texts: readonly string[]): string[] {
  const wrong: number[] = [];
  const read = texts.map((text, at) => {
    const { canonical, class: cls, valid } = readIdentifier(text, "phone", ctx.company, ctx.clock());
    if (canonical === null || cls !== "phone" || !valid || !/^\+\d{7,15}$/.test(canonical)) wrong.push(at + 1);
    return canonical ?? "";
  });
  if (wrong.length === 0) return [...new Set(read)];
  const where = texts.length === 1 ? "This" : `Line ${wrong.slice(0, 10).join(", ")}`;
  throw new AppError(
    "bad-input",
    `${where} is no whole telephone number with its area code. Write it as it is dialled from outside, for example 070-174 06 05 or +46 70 174 06 05. Nothing was added.`,
    { field: "numbers" },
  );
}

async function extensionOf(ctx: CompanyContext, label: string): Promise<number> {
  // Whoever may not read an extension must not find it out by asking for one after the other.
  if (ctx.actor.sight.extension !== "shown")
    throw new AppError("forbidden", "Your profile does not show extensions, so that you cannot choose one.");
  const [id] = await findEndpoints(ctx.keyring, ctx.company.id, label);
  if (id !== undefined) return id;
  throw new AppError(
    "not-found",
    "No call has this extension yet. Write it as the telephone system does, for example 3017.",
    { field: "extension" },
  );
}
