import type { Paging, TimeForm } from "../plan.ts";

/** A service as its documentation describes it: data, and no code of its own. `{account}` is what a person sets. */
export interface Preset {
  readonly origin: string;
  readonly path: string;
  readonly auth: PresetAuth;
  readonly times: TimeForm;
  readonly paging: Paging;
  readonly overlapSeconds: number;
  readonly everySeconds: number;
  readonly windowHours: number;
}

export type PresetAuth =
  | { readonly kind: "basic" }
  | { readonly kind: "oauth" | "oauth-jwt"; readonly tokenUrl: string; readonly scope: string };
