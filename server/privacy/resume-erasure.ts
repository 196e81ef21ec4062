import type { ErasureWork } from "./erase/erasure-work.ts";
import { runErasure } from "./run-erasure.ts";

/**
 * Goes on with an erasure that had to leave rows under a hold: what is not held any more goes now, and a certificate that
 * names the first one is issued. To be asked for when a hold ends; asking too often does nothing.
 */
export async function resumeErasure(work: ErasureWork): Promise<void> {
  await runErasure(work);
}
