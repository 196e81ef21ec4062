import type { TRPCClientError, TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { AppRouter } from "#server/api/router.ts";

/** Asks for the password; answers whether it was proved. The frame's panel is the only asker. */
export type StepUpAsker = () => Promise<boolean>;

let asker: StepUpAsker | null = null;

/** Answers how to take it back. */
export function answerStepUps(ask: StepUpAsker): () => void {
  asker = ask;
  return () => {
    if (asker === ask) asker = null;
  };
}

/**
 * A call refused with the code "step-up" waits until the password was given again, and then goes on by itself: once. Whoever
 * cancels gets the refusal. It stands in the client, so that no page can forget it.
 */
export const stepUpLink: TRPCLink<AppRouter> =
  () =>
  ({ next, op }) =>
    observable((observer) => {
      let ended = false;
      let under: Unsubscribable = send(true);
      function send(mayAsk: boolean): Unsubscribable {
        return next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (refusal) => {
            const ask = mayAsk && op.type === "mutation" && wantsStepUp(refusal) ? asker : null;
            if (ask === null) return observer.error(refusal);
            void ask().then((proved) => {
              if (ended) return;
              if (proved) under = send(false);
              else observer.error(refusal);
            });
          },
        });
      }
      return () => {
        ended = true;
        under.unsubscribe();
      };
    });

function wantsStepUp(refusal: TRPCClientError<AppRouter>): boolean {
  const data: unknown = refusal.data;
  return typeof data === "object" && data !== null && Reflect.get(data, "appCode") === "step-up";
}
