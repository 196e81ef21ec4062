import { AppError } from "../../domain/app-error.ts";
import type { Permission } from "../../domain/permissions.ts";
import { INSTALLATION } from "../../store/audit.ts";
import { ALARM_KINDS, type AlarmKind, seenKinds } from "../alarms/alarm.ts";

/**
 * The kinds that stand beside a recipient's scope: nobody has others told what they may not see themselves. Empty where the scope says
 * it all. Throws AppError "bad-input", "forbidden".
 */
export function kindsOf(
  permissions: ReadonlySet<Permission>,
  { scope, kinds }: { readonly scope: "all" | "guards" | "kinds"; readonly kinds: readonly AlarmKind[] },
  companyId: number,
): string[] {
  const seen = seenKinds(permissions);
  switch (scope) {
    case "guards":
      return [];
    case "all":
      return companyId === INSTALLATION || seen.length === Object.keys(ALARM_KINDS).length ? [] : seen;
    case "kinds":
      if (kinds.length === 0) throw new AppError("bad-input", "Name at least one kind of alarm.", { field: "kinds" });
      if (!kinds.every((kind) => seen.includes(kind)))
        throw new AppError("forbidden", "Name only kinds of alarms that you may see yourself.", { field: "kinds" });
      return [...new Set(kinds)];
  }
}
