import type { DeliveryProblem } from "../../domain/delivery-problems.ts";
import { SourceTrouble } from "../../sources/index.ts";

/** What became of one try. `status`: what the other side answered, as a number; null when it answered nothing. */
export type Outcome =
  | { readonly sent: true; readonly status: number | null }
  | {
      readonly sent: false;
      readonly problem: DeliveryProblem;
      readonly status: number | null;
      /** What the other side asked to wait. */
      readonly waitMs: number | null;
      /** Whether trying again could not help. */
      readonly final: boolean;
    };

export function failed(
  problem: DeliveryProblem,
  {
    status = null,
    waitMs = null,
    final = false,
  }: { readonly status?: number | null; readonly waitMs?: number | null; readonly final?: boolean } = {},
): Outcome {
  return { sent: false, problem, status, waitMs, final };
}

/** What the guarded connection refused, in the words of deliveries. Whatever else it is stays in the log alone, as its class. */
export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof SourceTrouble)) return failed("failed");
  switch (error.problem) {
    case "network-refused":
    case "name-unknown":
    case "unreachable":
    case "timed-out":
    case "certificate-invalid":
    case "pin-changed":
    case "protocol-broken":
    case "other-side-failed":
      return failed(error.problem);
    default:
      return failed("failed");
  }
}
