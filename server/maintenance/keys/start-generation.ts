import { z } from "zod";
import { audited } from "../../audit/index.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { requireStepUp } from "../../domain/step-up.ts";
import { enqueue } from "../../jobs/enqueue.ts";
import { generationStatus } from "../../keyring/index.ts";
import { authoriseOperation } from "../authorise-operation.ts";

export const StartGenerationInput = z.strictObject({ kind: z.enum(["generation", "root"]) });
export type StartGenerationInput = z.infer<typeof StartGenerationInput>;

/** Asks the worker for a generation now, or for a new root key alone. Throws AppError "conflict" while one is under way. */
export async function startGeneration(ctx: Context, input: StartGenerationInput): Promise<void> {
  authoriseOperation(ctx);
  requireStepUp(ctx);
  const { kind } = StartGenerationInput.parse(input);
  const { running } = await generationStatus(ctx.keyring);
  if (running !== null)
    throw new AppError("conflict", "A generation is under way already. It goes on by itself, also after a restart.");
  await audited(ctx, null, { action: kind === "root" ? "keys.root" : "keys.generation" }, (tx) =>
    enqueue(tx, "generation", { asked: kind === "root" ? 2 : 1 }),
  );
}
