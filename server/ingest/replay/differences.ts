import { DIRECTIONS, DISPOSITIONS, RECORD_KINDS } from "../../domain/codes.ts";
import { CODECS } from "../../domain/quality.ts";
import { uuidText } from "../../domain/uuid.ts";
import { partOfId } from "../call-id.ts";
import type { Draft } from "../draft.ts";
import type { SourceSettings } from "../source-settings.ts";
import type { CallFacts } from "../../store/call-facts.ts";
import type { KnownParty } from "./raw-call.ts";

/** Labels of extensions, queues and lines by their numbers. */
export type Labels = ReadonlyMap<number, { readonly label: string }>;

/** The fields in which a call is read otherwise than it is stored; names of fields only, never what stands in them. */
export function differences(
  settings: SourceSettings,
  labels: Labels,
  stored: { readonly facts: CallFacts; readonly parties: readonly KnownParty[] },
  draft: Draft,
): string[] {
  const { facts, parties } = stored;
  const { record } = draft;
  const fields: string[] = [];
  const unlike = (field: string, isUnlike: boolean) => {
    if (isUnlike) fields.push(field);
  };
  const labelOf = (id: number | null) => (id === null ? "" : (labels.get(id)?.label ?? ""));
  const written = (text: string | null) => text?.trim().slice(0, LONGEST_LABEL) ?? "";
  const { keeps } = settings;
  unlike("start", facts.startedAt.getTime() !== record.startedAt.getTime());
  unlike("duration", facts.durationSeconds !== record.durationSeconds);
  unlike("ring", facts.ringSeconds !== record.ringSeconds);
  unlike("kind", facts.kind !== RECORD_KINDS[record.kind]);
  unlike("direction", facts.direction !== (record.direction === null ? null : DIRECTIONS[record.direction]));
  unlike("disposition", facts.disposition !== (record.disposition === null ? null : DISPOSITIONS[record.disposition]));
  unlike("extension", labelOf(facts.endpointId) !== written(record.extension));
  unlike("queue", labelOf(facts.queueId) !== (keeps.queue ? written(record.queue) : ""));
  unlike("trunk", labelOf(facts.trunkId) !== (keeps.trunk ? written(record.trunk) : ""));
  // Where a tariff tells the cost, it is the tariff's: sorting the past is how it follows one.
  unlike("cost", settings.sorting?.cost === undefined && facts.costCents !== record.costCents);
  const part = record.partOf === null ? null : uuidText(partOfId(settings.sourceId, record.partOf));
  unlike("call", facts.partOf !== part);
  unlike("quality", qualityOf(facts) !== qualityRead(record.quality ?? null));
  const [was, now] = [told(parties), told(draft.parties)];
  for (const key of new Set([...was.keys(), ...now.keys()])) unlike(key, was.get(key) !== now.get(key));
  return fields;
}

const LONGEST_LABEL = 80;

/** Who stands in each role and class, as one text. */
function told(parties: readonly Pick<KnownParty, "role" | "className" | "canonical">[]): Map<string, string> {
  const groups = Map.groupBy(parties, ({ role, className }) => `${role}.${className}`);
  return new Map(
    [...groups].map(([key, of]) => [key, JSON.stringify(of.map(({ canonical }) => canonical).toSorted())]),
  );
}

function qualityOf({ mosHundredths, jitterMs, latencyMs, lossPermille, codec }: CallFacts): string {
  return [mosHundredths, jitterMs, latencyMs, lossPermille, codec].join();
}

function qualityRead(quality: Draft["record"]["quality"] | null): string {
  if (quality == null) return qualityOf(NOTHING_MEASURED as CallFacts);
  const { mosHundredths, jitterMs, latencyMs, lossPermille, codec } = quality;
  return [mosHundredths, jitterMs, latencyMs, lossPermille, codec === null ? null : CODECS[codec]].join();
}

const NOTHING_MEASURED = { mosHundredths: null, jitterMs: null, latencyMs: null, lossPermille: null, codec: null };
