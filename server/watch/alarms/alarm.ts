import type { Permission } from "../../domain/permissions.ts";
import type { Day } from "../../domain/zoned-time.ts";
import type { OldestDatum } from "../../privacy/copies/oldest-datum.ts";
import type { Guarding } from "../guard/read-guards.ts";

export type AlarmLevel = "warn" | "bad";

/** What is wrong, in a form that every language can say. `figures` are counts, days and names people gave; no personal data. */
export interface Alarm {
  /** Which kind; the portal has a sentence and an advice for each. */
  readonly kind: AlarmKind;
  /** Unique among the alarms of a company. */
  readonly id: string;
  readonly level: AlarmLevel;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly since: Date | null;
  /** Of one that is about a source; 0 = the company as a whole. */
  readonly sourceId?: number;
}

/** Who is told: those who can see the thing it is about. */
export const ALARM_KINDS = {
  "sweep-late": "retention.see",
  overdue: "retention.see",
  "rule-off": "retention.see",
  "wild-dates": "source.see",
  "source-failed": "source.see",
  "source-warned": "source.see",
  "source-silent": "source.see",
  "edge-silent": "source.see",
  "edge-full": "source.see",
  "edge-keys": "source.see",
  "undefined-share": "source.see",
  "guard-source": "processing.see",
  "guard-company": "processing.see",
  "collected-source": "processing.see",
  "collected-company": "processing.see",
  "frames-missing": "processing.see",
  "erasure-stuck": "certificate.see",
  "oldest-datum": "retention.see",
  unclassified: "copies.see",
  "canary-silent": "copies.see",
  "canary-failed": "copies.see",
  "generation-late": "certificate.see",
  "delivery-failed": "alarm.change",
} as const satisfies Record<string, Permission>;
export type AlarmKind = keyof typeof ALARM_KINDS;

export function seenKinds(permissions: ReadonlySet<Permission>): AlarmKind[] {
  return (Object.keys(ALARM_KINDS) as AlarmKind[]).filter((kind) => permissions.has(ALARM_KINDS[kind]));
}

/** What the rules judge: read once, so that all of them speak of the same moment. */
export interface WatchState {
  readonly now: Date;
  readonly lastSweepAt: Date | null;
  /** When the company began: nothing can be late before there was anything. */
  readonly since: Date;
  readonly overdue: number;
  /** When the first rule that is switched off holds again by itself. */
  readonly disabled: { readonly until: Day | null };
  /** Records of yesterday and today whose date cannot be right. */
  readonly wildDates: number;
  /** Of the keyring; zero as long as it is not late. */
  readonly generationHoursLate: number;
  readonly sources: readonly WatchedSource[];
  /** Those that are enrolled and not revoked. */
  readonly edges: readonly WatchedEdge[];
  readonly guarding: Pick<Guarding, "guards" | "collected" | "missing">;
  readonly erasures: readonly { readonly id: string; readonly startsAt: Date; readonly updatedAt: Date }[];
  /** Measured on keys and rows. */
  readonly oldest: readonly OldestDatum[];
  /** Columns, tables and files that belong to no store of the copy register. */
  readonly unclassified: readonly string[];
  /** The last night of the canary. */
  readonly canary: { readonly at: Date; readonly outcome: string } | null;
  /** Recipients of alarms to whom nothing arrives. */
  readonly unreached: readonly WatchedRecipient[];
}

export interface WatchedRecipient {
  readonly id: string;
  readonly way: "mail" | "webhook";
  readonly address: string;
  readonly failingSince: Date | null;
}

export interface WatchedEdge {
  readonly id: string;
  readonly name: string;
  readonly lastContactAt: Date;
  readonly isFull: boolean;
  /** The last day (UTC) that it has a key for, as it told; null while it has told nothing. */
  readonly keysUntil: Day | null;
}

export interface WatchedSource {
  readonly id: number;
  readonly name: string;
  readonly state: "running" | "stopped" | "failed";
  readonly stateSince: Date;
  /** Whether it runs, and tells of something that it refused. */
  readonly isWarned: boolean;
  /** The newest call or sign of life. */
  readonly lastAt: Date | null;
  /** Of the last 24 hours. */
  readonly records: number;
  readonly undefinedLines: number;
}

export type AlarmRule = (state: WatchState) => readonly Alarm[];
