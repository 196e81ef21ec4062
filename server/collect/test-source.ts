import { z } from "zod";
import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import { nameOf, PRODUCTS, type Product } from "../domain/codes.ts";
import { driverNamed } from "../drivers/catalogue.ts";
import { requireSamePeer } from "./require-same-peer.ts";
import {
  type Pin,
  type ProbeAnswer,
  type ProbeQuestion,
  readSettings,
  type SecurityLabel,
  SourceTrouble,
  transportNamed,
} from "../sources/index.ts";
import { driverOptionsOf } from "../store/source-options.ts";
import { sourceById } from "../store/sources.ts";
import { askCollector } from "./ask-collector.ts";
import { askEdge } from "./ask-edge.ts";
import { checkedSource } from "./checked-source.ts";
import { keptAtDoor } from "./kept-at-door.ts";
import { readAsCalls, type ReadSample } from "./read-as-calls.ts";
import { SourceId } from "./source-id.ts";
import { SourceInput } from "./source-input.ts";

/** What a test found. Nothing was stored. */
export interface TestedSource extends ReadSample {
  readonly files: number;
  readonly bytes: number;
  readonly newestAt: Date | null;
  readonly unreadable: number;
  /** Lines that a rule leaves out: they are not among the frames, and at an edge they did not leave the site. */
  readonly leftOut?: number;
  /** The other side's key or certificate, to be accepted by a person. */
  readonly pin?: Pin;
  /** What has to be entered at a telephone system that comes here. */
  readonly enter?: Readonly<Record<string, string>>;
  readonly label: SecurityLabel;
}

/** A source that is set up; or one that is not saved yet, with `sourceId` the one whose stored credentials it goes on with. */
export const TestSourceInput = z.union([
  SourceId,
  z.strictObject({
    sourceId: z.int().positive().optional(),
    source: SourceInput,
    /** Which edge is to try it; null = a collector here. Left out: where the source runs. */
    edgeId: z.uuid().nullable().optional(),
  }),
]);
export type TestSourceInput = z.input<typeof TestSourceInput>;

/** For who works on a collector's machine, where none runs. */
export type OrHere = (companyId: number, question: ProbeQuestion) => Promise<ProbeAnswer>;

/**
 * Has a collector look, here or at the edge, where the source will be read from, with what it may touch there. Throws SourceTrouble, AppError
 * "bad-input", "not-found", or "conflict" when no collector runs.
 */
export async function testSource(ctx: CompanyContext, input: TestSourceInput, orHere?: OrHere): Promise<TestedSource> {
  authoriseCompany(ctx, "source.change");
  const { question, edgeId, names } = await questionOf(ctx, TestSourceInput.parse(input));
  const found = await (edgeId === null ? askHere(ctx, question, orHere) : askEdge(ctx, question, edgeId));
  const seen = found.kind === "tried" ? found : null;
  const keeps = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    await audit(ctx, tx, {
      action: "source.test",
      detail: {
        transport: question.transport,
        files: seen?.files ?? 0,
        frames: seen?.frames.length ?? 0,
        ...(question.sourceId === null ? {} : { sourceId: question.sourceId }),
        ...(edgeId === null ? {} : { edgeId }),
      },
    });
    return await keptAtDoor(tx, ctx.company.id, names);
  });
  if (found.kind === "trouble") throw new SourceTrouble(found.problem);
  const { kind: _, frames, ...folder } = found;
  const transport = transportNamed(question.transport);
  const label = transport.label(readSettings(transport, question.settings));
  return { ...folder, label, ...readAsCalls(ctx, question, question.site, frames, keeps) };
}

async function askHere(ctx: CompanyContext, question: ProbeQuestion, orHere?: OrHere): Promise<ProbeAnswer> {
  const found = (await askCollector(ctx, question)) ?? (await orHere?.(ctx.company.id, question));
  if (found !== undefined) return found;
  throw new AppError(
    "conflict",
    "No collector runs, so nothing can be tried. Start the collector, or test on its machine with gallra source test.",
    { retry: true },
  );
}

interface Placed {
  readonly question: ProbeQuestion;
  readonly edgeId: string | null;
  /** By what it is decided whether names are kept. */
  readonly names: { readonly product: Product; readonly keepNames: boolean };
}

async function questionOf(ctx: CompanyContext, input: z.output<typeof TestSourceInput>): Promise<Placed> {
  const { id: companyId } = ctx.company;
  const named = input.sourceId ?? null;
  const row =
    named === null
      ? null
      : await withCompany(door(ctx, "web"), companyId, (tx) => sourceById(tx, companyId, named), { readOnly: true });
  if (named !== null && (row === null || row.removedAt !== null))
    throw new AppError("not-found", "This source does not exist.");
  const runsAt = row?.edgeId ?? null;
  if ("source" in input) {
    const { fields, options, credentials } = await checkedSource(ctx, input.source);
    const edgeId = input.edgeId === undefined ? runsAt : input.edgeId;
    // What is stored is sealed to where it runs: elsewhere it is tried with what was entered just now, and nothing else.
    const kept = row !== null && edgeId === runsAt ? row : null;
    if (kept !== null)
      await withCompany(door(ctx, "web"), companyId, (tx) => requireSamePeer(tx, kept, fields, credentials), {
        readOnly: true,
      });
    const { transport, driver, settings } = fields;
    const given = Object.fromEntries(Object.entries(credentials).filter(([, value]) => value !== ""));
    const place = { site: siteOf(fields), sourceId: kept?.id ?? null };
    const question = { transport, driver, driverOptions: { ...options }, settings, credentials: given, ...place };
    const product = fields.product ?? driverNamed(driver).product;
    return { question, edgeId, names: { product, keepNames: fields.keepNames } };
  }
  if (row === null) throw new AppError("not-found", "This source does not exist.");
  const { transport, driver } = row;
  const settings = readSettings(transportNamed(transport), row.settings);
  const driverOptions = { ...(await driverOptionsOf(door(ctx, "web"), row)) };
  const place = { site: siteOf(row), sourceId: row.id };
  return {
    question: { transport, driver, driverOptions, settings: { ...settings }, credentials: {}, ...place },
    edgeId: runsAt,
    names: { product: nameOf(PRODUCTS, row.product) ?? driverNamed(driver).product, keepNames: row.keepNames },
  };
}

function siteOf(from: ProbeQuestion["site"]): ProbeQuestion["site"] {
  const { timeZone, country, outsideLine, extensionDigits, internationalPrefix } = from;
  return { timeZone, country, outsideLine, extensionDigits, internationalPrefix };
}
