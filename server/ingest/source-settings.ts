import type { KeptFields } from "../domain/collected.ts";
import type { Product } from "../domain/codes.ts";
import type { NumberSite } from "../domain/numbers/index.ts";
import type { RuleSet } from "../domain/retention.ts";
import type { Sorting } from "./sort-call.ts";
import type { Decoder, Framing, Join } from "../drivers/driver.ts";

/** A source as ingest needs it: the site's own settings where it has them, else the company's. */
export interface SourceSettings {
  readonly companyId: number;
  readonly sourceId: number;
  readonly product: Product;
  /** Under which number records remember what has read them. */
  readonly readerId?: number;
  readonly decode: Decoder;
  /** For dialects that tell one call in several frames. */
  readonly joining?: Joining;
  /** IANA zone of the site: local times in records are read in it. */
  readonly siteZone: string;
  /** IANA zone of the company: its days and midnights are counted in it. */
  readonly companyZone: string;
  readonly site: NumberSite;
  /** What the company lets in at all. */
  readonly keeps: KeptFields;
  readonly rules: RuleSet;
  /** What the company counts its calls as; left out where it has no such rules. */
  readonly sorting?: Sorting;
  /** The version of its rules by which they count. */
  readonly sortedBy: number;
}

export interface Joining {
  readonly join: Join;
  /** Says how the frames of a call are put one after the other. */
  readonly framing: Framing;
}
