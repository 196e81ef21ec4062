import { randomBytes, randomUUID } from "node:crypto";
import type { CompanyContext } from "../context.ts";
import {
  DATA_CLASSES,
  DIRECTIONS,
  DISPOSITIONS,
  type PartyClass,
  PRODUCTS,
  type Product,
  partyBit,
  withParty,
  RECORD_KINDS,
  ROLES,
  type Role,
} from "../domain/codes.ts";
import { canonicalPhone, phoneAliases, readNumber } from "../domain/numbers/index.ts";
import { cut, type CutValue, encodePayload, rawSegmentPlace, undefinedLinePlace } from "../domain/raw/index.ts";
import { destroyAt, effectiveRules, expiresOn, type RuleSet } from "../domain/retention.ts";
import { uuidBytes, uuidText } from "../domain/uuid.ts";
import { dayIn } from "../domain/zoned-time.ts";
import {
  ensureSlices,
  pseudonymise,
  resolveEndpoints,
  resolveSubjects,
  sealWithSlice,
  type Slice,
  type Wanted,
} from "../keyring/index.ts";
import {
  commitBatch,
  readEpoch,
  type StoreBatch,
  type StoreParty,
  type StoreRawSegment,
  type StoreRecord,
} from "../store/index.ts";

export interface FixtureCall {
  readonly at: Date;
  readonly parties: readonly { role: Role; class: PartyClass; text: string }[];
  readonly extension?: string;
  readonly product?: Product;
  readonly kind?: keyof typeof RECORD_KINDS;
}

const RULES = effectiveRules([]);

type Storing = CompanyContext & { readonly rules: RuleSet };

/** `rules` are those that hold; without them the company is one that has set none. */
export async function storeCalls(
  by: CompanyContext,
  calls: readonly FixtureCall[],
  rules: RuleSet = RULES,
): Promise<string[]> {
  const ctx: Storing = { ...by, rules };
  const epoch = await readEpoch(ctx.sql.web ?? fail(), ctx.company.id);
  const ids: string[] = [];
  for (const call of calls) {
    const id = Buffer.concat([Buffer.alloc(6), randomBytes(10)]);
    id.writeUIntBE(call.at.getTime(), 0, 6);
    id.writeUInt8(0x80 | (id.readUInt8(6) & 0x0f), 6);
    id.writeUInt8(0x80 | (id.readUInt8(8) & 0x3f), 8);
    await storeCall(ctx, epoch, id, call);
    ids.push(uuidText(id));
  }
  return ids;
}

async function sliceFor(ctx: Storing, call: FixtureCall, cls: PartyClass | "raw"): Promise<Slice> {
  const product = call.product ?? "pbx";
  const day = dayIn(ctx.company.timeZone, call.at);
  const found = call.parties.map((party) => party.class);
  const end = expiresOn(day, day, cls === "raw" ? ctx.rules.rawRule(product, found) : ctx.rules.rule(product, cls));
  const [slice] = await ensureSlices(ctx.keyring, ctx.company.id, [
    {
      product: PRODUCTS[product],
      class: DATA_CLASSES[cls],
      callDay: day,
      expiresOn: end,
      destroyAt: destroyAt(end, ctx.company.timeZone),
    },
  ]);
  return slice ?? fail();
}

async function storeCall(ctx: Storing, epoch: number, id: Buffer, call: FixtureCall): Promise<void> {
  const { keyring, company } = ctx;
  const product = PRODUCTS[call.product ?? "pbx"];
  const line = `${call.at.toISOString()};${call.parties.map((party) => party.text).join(";")};${call.extension ?? ""};answered`;
  const parties: StoreParty[] = [];
  const values: CutValue[] = [];
  let bits = 0;
  let erased = 0;
  for (const { role, class: cls, text } of call.parties) {
    const slice = await sliceFor(ctx, call, cls);
    bits = withParty(bits, role, cls);
    const wanted = wantedOf(cls, text, slice.expiresOn, call.at, ctx);
    const start = line.indexOf(text);
    values.push({ role, class: cls, start, end: start + text.length, canonical: wanted.canonical });
    if (!slice.live) continue;
    const [resolved] = await resolveSubjects(keyring, company.id, [wanted]);
    const subject = resolved?.subjectId ?? null;
    if (subject === null) erased |= partyBit(role, cls);
    else
      parties.push({
        recordId: id,
        expiresOn: slice.expiresOn,
        sliceId: slice.id,
        pseudonym: await pseudonymise(keyring, company.id, slice, subject),
        role: ROLES[role],
        class: DATA_CLASSES[cls],
        sourceId: 1,
        product,
      });
  }
  const labels = call.extension === undefined ? [] : [{ kind: "extension" as const, label: call.extension }];
  const [endpointId] = await resolveEndpoints(keyring, company.id, labels);
  const rawSegments = await rawOf(ctx, call, line, values);
  const record: StoreRecord = {
    id,
    sourceId: 1,
    product,
    kind: RECORD_KINDS[call.kind ?? "call_history"],
    direction: DIRECTIONS.in,
    disposition: DISPOSITIONS.answered,
    startedAt: call.at,
    callDay: dayIn(company.timeZone, call.at),
    durationSeconds: 61,
    ringSeconds: 5,
    endpointId: endpointId ?? null,
    queueId: null,
    trunkId: null,
    costCents: null,
    parties: bits,
    erased,
    late: 0,
    segmentId: rawSegments[0]?.id ?? null,
    ordinal: rawSegments.length === 0 ? null : 0,
    partOf: null,
    apart: null,
    nature: null,
    category: null,
  };
  await commitBatch(ctx.sql.ingest ?? fail(), batchOf(company.id, epoch, { records: [record], parties, rawSegments }));
}

async function rawOf(
  ctx: Storing,
  call: FixtureCall,
  line: string,
  values: readonly CutValue[],
): Promise<StoreRawSegment[]> {
  const slice = await sliceFor(ctx, call, "raw");
  if (!slice.live) return [];
  const id = randomBytes(16);
  const holders = values.map((value) => ({ role: value.role, class: value.class, pseudonym: null }));
  const payload = encodePayload([{ ...cut(Buffer.from(line), values), values: holders }]);
  const place = rawSegmentPlace(ctx.company.id, uuidText(id));
  const sealed = sealWithSlice(ctx.keyring, ctx.company.id, slice.id, place, payload);
  const product = PRODUCTS[call.product ?? "pbx"];
  return [
    {
      id,
      expiresOn: slice.expiresOn,
      sliceId: slice.id,
      sourceId: 1,
      product,
      deliveryId: randomUUID(),
      records: 1,
      sealed,
      readerId: null,
    },
  ];
}

export async function storeUndefined(ctx: CompanyContext, lines: readonly string[]): Promise<void> {
  const { keyring, company } = ctx;
  const day = dayIn(company.timeZone, ctx.clock());
  const end = expiresOn(day, day, RULES.undefinedRule("pbx"));
  const spec = {
    product: PRODUCTS.pbx,
    class: DATA_CLASSES.undefined,
    callDay: day,
    expiresOn: end,
    destroyAt: destroyAt(end, company.timeZone),
  };
  const [slice] = await ensureSlices(keyring, company.id, [spec]);
  const sliceId = (slice ?? fail()).id;
  await commitBatch(
    ctx.sql.ingest ?? fail(),
    batchOf(company.id, await readEpoch(ctx.sql.web ?? fail(), company.id), {
      undefinedLines: lines.map((line, place) => {
        const id = uuidBytes(randomUUID());
        return {
          id,
          expiresOn: end,
          sliceId,
          sourceId: 1,
          product: PRODUCTS.pbx,
          deliveryId: randomUUID(),
          position: place,
          receivedAt: ctx.clock(),
          reason: "columns",
          lengthBytes: line.length,
          sealed: sealWithSlice(
            keyring,
            company.id,
            sliceId,
            undefinedLinePlace(company.id, uuidText(id)),
            Buffer.from(line),
          ),
        };
      }),
    }),
  );
}

function wantedOf(cls: PartyClass, text: string, liveUntil: string, at: Date, ctx: CompanyContext): Wanted {
  const times = { liveUntil, calledAt: at, receivedAt: ctx.clock() };
  if (cls !== "phone") return { class: DATA_CLASSES[cls], canonical: text.replace("-", ""), ...times };
  const read = readNumber(text, ctx.company);
  const { digits, national, last8 } = phoneAliases(read);
  return {
    class: DATA_CLASSES.phone,
    canonical: canonicalPhone(read) ?? text,
    digits,
    ...(national === null ? {} : { national }),
    last8,
    ...times,
  };
}

function batchOf(companyId: number, epoch: number, parts: Partial<StoreBatch>): StoreBatch {
  const batch: StoreBatch = {
    companyId,
    epoch,
    records: [],
    parties: [],
    rawSegments: [],
    undefinedLines: [],
    session: null,
    audit: null,
    checkpoint: { sourceId: 1, deliveryId: randomUUID(), from: 0, to: 1, fencing: 1, identity: null, done: true },
    rebuild: () => fail(),
    idAt: () => fail(),
    ...parts,
  };
  return batch;
}

function fail(): never {
  throw new Error("the fixture needs this");
}
