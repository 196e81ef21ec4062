import type { Permission } from "#server/domain/permissions.ts";
import type { MessageKey } from "../words.ts";

export interface ProcessingPart {
  readonly path: `/processing${string}`;
  readonly label: MessageKey & `processing.${string}.title`;
  readonly permission: Permission;
}

/** The pages of the section Processing, in their order; each decides by its own permission who is offered it. */
const PARTS: readonly ProcessingPart[] = [
  { path: "/processing", label: "processing.statistics.title", permission: "processing.see" },
  { path: "/processing/undefined", label: "processing.undefined.title", permission: "source.see" },
  { path: "/processing/layouts", label: "processing.layouts.title", permission: "source.see" },
  { path: "/processing/thresholds", label: "processing.thresholds.title", permission: "processing.see" },
  { path: "/processing/tariffs", label: "processing.tariffs.title", permission: "processing.see" },
  { path: "/processing/private", label: "processing.private.title", permission: "processing.see" },
  { path: "/processing/filters", label: "processing.filters.title", permission: "processing.see" },
  { path: "/processing/alarms", label: "processing.alarms.title", permission: "alarm.change" },
];

export function offeredParts({
  permissions,
}: {
  readonly permissions: readonly Permission[];
}): readonly ProcessingPart[] {
  return PARTS.filter(({ permission }) => permissions.includes(permission));
}

/** The part a page belongs to: the longest path that leads to it. */
export function partOf(parts: readonly ProcessingPart[], path: string): ProcessingPart | null {
  const around = parts.filter((part) => path === part.path || path.startsWith(`${part.path}/`));
  return around.toSorted((a, b) => b.path.length - a.path.length)[0] ?? null;
}
