/** One file of the logs: the lines of one service and one day (UTC); a day has several parts when one of them was closed. */
export interface LogName {
  readonly service: string;
  /** 'YYYY-MM-DD'. */
  readonly day: string;
  readonly part: number;
  readonly packed: boolean;
}

/** The services that keep logs. A line may name another sender; it stands in the file of the process that wrote it. */
export const SERVICES = [
  "supervisor",
  "web",
  "worker",
  "collector",
  "browser",
  "demo",
  "postgres-data",
  "postgres-keyring",
] as const;
export type Service = (typeof SERVICES)[number];

/** Days a log is kept, the current one among them: no line becomes older than seven days. */
export const KEPT_DAYS = 7;

const NAME = /^([a-z][a-z-]*)-(\d{4}-\d{2}-\d{2})(?:\.(\d{1,4}))?\.log(\.gz)?$/;

/** null for a file that is none of ours. */
export function readLogName(file: string): LogName | null {
  const [, service, day, part, packed] = NAME.exec(file) ?? [];
  if (service === undefined || day === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return null;
  return { service, day, part: part === undefined ? 1 : Number(part), packed: packed !== undefined };
}

export function logFileName({ service, day, part, packed }: LogName): string {
  return `${service}-${day}${part === 1 ? "" : `.${part}`}.log${packed ? ".gz" : ""}`;
}

export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The first day whose logs are still kept. */
export function firstKeptDay(now: Date): string {
  return dayOf(new Date(now.getTime() - (KEPT_DAYS - 1) * 86_400_000));
}
