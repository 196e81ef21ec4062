import type { Installation } from "../../context.ts";
import { type DemoWork, forgetDemoStop, isDemoAskedToStop, readDemoWork, writeDemoWork } from "./demo-note.ts";

/** One step after the other; the returned number is how many there are. */
export type DemoStep = () => Promise<void>;

/** Carries the steps out, notes how far they are, and stops between two of them when it is asked to. */
export async function runDemoSteps(
  { env, clock }: Pick<Installation, "env" | "clock">,
  kind: DemoWork["kind"],
  steps: readonly DemoStep[],
): Promise<DemoWork["state"]> {
  const asked = readDemoWork(env.home);
  const startedAt = asked?.endedAt === null && asked.kind === kind ? asked.startedAt : clock().toISOString();
  const note = (state: DemoWork["state"], done: number): DemoWork["state"] => {
    const endedAt = state === "running" ? null : clock().toISOString();
    writeDemoWork(env.home, { kind, state, done, of: Math.max(1, steps.length), startedAt, endedAt });
    return state;
  };
  for (const [done, step] of steps.entries()) {
    if (isDemoAskedToStop(env.home)) {
      forgetDemoStop(env.home);
      return note("cancelled", done);
    }
    note("running", done);
    try {
      await step();
    } catch (error) {
      note("failed", done);
      throw error;
    }
  }
  return note("done", steps.length);
}
