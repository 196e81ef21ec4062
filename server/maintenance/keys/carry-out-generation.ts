import type { Installation } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { type GenerationKind, generationStatus, runGeneration } from "../../keyring/index.ts";

/**
 * The worker's part: carries out a generation that somebody asked for (1, of the root key alone: 2), that is due, or that a kill left half done. Where
 * another process runs one already there is nothing to do.
 */
export async function carryOutGeneration(
  installation: Pick<Installation, "keyring" | "log">,
  asked: 1 | 2 | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { running, due } = await generationStatus(installation.keyring);
  const wanted: GenerationKind | null = asked === 2 ? "root" : asked === 1 || due ? "generation" : null;
  const kind = running?.kind ?? wanted;
  if (kind === null) return;
  try {
    await runGeneration(installation.keyring, kind, { signal });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    installation.log.info("keys.generation-runs-elsewhere", {});
  }
}
