import { filterSettings, NO_FILTER } from "../domain/filter/filter-settings.ts";
import { filterJudge } from "../domain/filter/judge-call.ts";
import type { NumberSite } from "../domain/numbers/index.ts";
import { NO_SHIELD, shieldedAt, shieldSet, shieldSettings } from "../domain/shield/shield-settings.ts";
import type { Decoder } from "../drivers/driver.ts";
import type { Gate } from "./pass-gate.ts";

/** What a company has said, as it stands in the database. */
export interface StoredGate {
  readonly filter: unknown;
  readonly shield: unknown;
}

/** A source, as far as the gate has to know it. */
export interface GatedSource {
  readonly sourceId: number;
  readonly decode: Decoder;
  readonly site: NumberSite;
  /** IANA zone of the site. */
  readonly zone: string;
}

/** null where nothing is left out and nothing is shielded. Throws what zod or the numbers say of settings that cannot be read. */
export function openGate(stored: StoredGate, source: GatedSource, at: Date): Gate | null {
  const { sourceId, decode, site, zone } = source;
  const filter = filterJudge(filterSettings.parse(stored.filter ?? NO_FILTER), { sourceId, site, zone });
  const shielded = shieldedAt(shieldSettings.parse(stored.shield ?? NO_SHIELD), at, site.country);
  if (filter === null && shielded.length === 0) return null;
  return { decode, site, zone, filter, shield: shielded.length === 0 ? null : shieldSet(shielded, site) };
}

/** What changes with time alone: what has been taken away and is not shielded any more. */
export function shieldEnds(stored: StoredGate, at: Date): number {
  const { categories, numbers } = shieldSettings.parse(stored.shield ?? NO_SHIELD);
  return [...categories, ...numbers].filter(({ until }) => until !== null && Date.parse(until) <= at.getTime()).length;
}
