import { withCompany } from "#db/with-company.ts";
import { audit } from "../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../context.ts";
import { AppError } from "../domain/app-error.ts";
import type { Direction, Disposition } from "../domain/codes.ts";
import { type Sight, showValue, sightOfCall } from "../domain/sight.ts";
import { driverNamed, framingOf } from "../drivers/catalogue.ts";
import type { DecodedLeg, DecodedRecord, DriverOptions } from "../drivers/driver.ts";
import { callsOf } from "../drivers/merge-legs.ts";
import { z } from "zod";
import { allowedRoots, readSharedFileSettings, tryFolder } from "../sources/index.ts";
import { sourceById } from "../store/sources.ts";
import { driverOptionsOf } from "../store/source-options.ts";
import { checkedSource } from "./checked-source.ts";
import { SourceId } from "./source-id.ts";
import { SourceInput } from "./source-input.ts";

/** What a test found. Nothing was stored. */
export interface TestedSource {
  readonly files: number;
  readonly bytes: number;
  readonly newestAt: Date | null;
  readonly unreadable: number;
  /** Of the first frames of the newest file: how many are read as calls, as no calls, and not at all, by reason. */
  readonly frames: number;
  readonly records: number;
  readonly nothing: number;
  readonly undefined: Readonly<Record<string, number>>;
  /** The first records as they would be read; numbers masked, and absent for who may not see any. */
  readonly sample: readonly SampleRecord[];
}

export interface SampleRecord {
  readonly startedAt: Date;
  readonly durationSeconds: number;
  readonly direction: Direction | null;
  readonly disposition: Disposition | null;
  readonly numbers: readonly string[];
}

export const TestSourceInput = z.union([SourceId, z.strictObject({ source: SourceInput })]);
export type TestSourceInput = z.input<typeof TestSourceInput>;

/** Tries a source that is set up, or one that is not saved yet. Throws SourceTrouble, AppError "bad-input" or "not-found". */
export async function testSource(ctx: CompanyContext, input: TestSourceInput): Promise<TestedSource> {
  authoriseCompany(ctx, "source.change");
  const tried = "source" in input ? await draft(ctx, input.source) : await saved(ctx, SourceId.parse(input));
  const driver = driverNamed(tried.driver);
  const found = await tryFolder(
    readSharedFileSettings(tried.settings),
    allowedRoots(ctx.env.home, ctx.company.slug),
    framingOf(driver, tried.driverOptions),
  );
  const decode = driver.configure(tried.driverOptions);
  const context = {
    receivedAt: ctx.clock(),
    timeZone: tried.timeZone ?? ctx.company.timeZone,
    extensionDigits: tried.extensionDigits ?? ctx.company.extensionDigits,
    state: {},
  };
  const records: DecodedRecord[] = [];
  const legs = new Map<string, DecodedLeg[]>();
  const reasons: Record<string, number> = {};
  let nothing = 0;
  for (const frame of found.frames) {
    const decoded = decode(frame.bytes, context);
    if (decoded.kind === "records") records.push(...decoded.records);
    else if (decoded.kind === "leg") legs.set(decoded.leg.call, [...(legs.get(decoded.leg.call) ?? []), decoded.leg]);
    else if (decoded.kind === "nothing") nothing++;
    else reasons[decoded.reason] = (reasons[decoded.reason] ?? 0) + 1;
  }
  for (const call of legs.values())
    records.push(...((driver.join && callsOf(driver.join, call, true)) ?? call.map((leg) => leg.record)));
  const { frames, ...folder } = found;
  await withCompany(door(ctx, "web"), ctx.company.id, (tx) =>
    audit(ctx, tx, { action: "source.test", detail: { files: found.files, frames: frames.length } }),
  );
  // No rule has said yet which of these calls are private: all of them are seen like one that is.
  const sight = ctx.actor.permissions.has("data.search") ? sightOfCall(ctx.actor.sight, true) : null;
  const sample = records.slice(0, SAMPLE).map((record) => sampleOf(record, sight));
  return { ...folder, frames: frames.length, records: records.length, nothing, undefined: reasons, sample };
}

const SAMPLE = 5;

interface Tried {
  readonly driver: string;
  readonly settings: unknown;
  readonly driverOptions: DriverOptions;
  readonly timeZone: string | null;
  readonly extensionDigits: number | null;
}

async function draft(ctx: CompanyContext, source: SourceInput): Promise<Tried> {
  const { fields, options } = await checkedSource(ctx, source);
  return { ...fields, driverOptions: options };
}

async function saved(ctx: CompanyContext, { sourceId }: SourceId): Promise<Tried> {
  const { id: companyId } = ctx.company;
  const row = await withCompany(door(ctx, "web"), companyId, (tx) => sourceById(tx, companyId, sourceId), {
    readOnly: true,
  });
  if (row === null || row.removedAt !== null) throw new AppError("not-found", "This source does not exist.");
  return { ...row, driverOptions: await driverOptionsOf(door(ctx, "web"), row) };
}

/** `sight` is null for who may not see any number. */
function sampleOf(record: DecodedRecord, sight: Sight | null): SampleRecord {
  const { startedAt, durationSeconds, direction, disposition } = record;
  const numbers =
    sight === null ? [] : record.values.map((value) => showValue(sight, value.class, value.text)).filter(Boolean);
  return { startedAt, durationSeconds, direction, disposition, numbers };
}
