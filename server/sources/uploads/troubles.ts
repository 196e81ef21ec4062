import { AppError } from "../../domain/app-error.ts";
import { type SourceProblem, SourceTrouble } from "../problem.ts";
import type { Tally } from "../udp/tally.ts";
import { UploadRefused } from "./upload-refused.ts";

/** What kept files from being taken: told in the source's next round, since a listener has no round of its own to fail in. */
export interface Troubles {
  failed(error: unknown): void;
  /** A file was taken: nothing hinders any more. */
  over(): void;
  /** Throws what the source has to be opened anew for. */
  tell(): SourceProblem | null;
}

const TOLD_MS = 30_000;

export function createTroubles(tally: Tally): Troubles {
  let recent: { readonly problem: SourceProblem; readonly at: number } | null = null;
  let broken: { readonly error: unknown } | null = null;
  return {
    failed(error) {
      const at = performance.now();
      // Whoever answers the peer counts it.
      if (error instanceof UploadRefused) return;
      if (error instanceof SourceTrouble) recent = { problem: error.problem, at };
      else if (error instanceof AppError && error.code === "unavailable") recent = { problem: "inbox-full", at };
      else broken = { error };
    },
    over() {
      recent = null;
    },
    tell() {
      tally.tell();
      const found = broken;
      broken = null;
      if (found !== null) throw found.error;
      return recent !== null && performance.now() - recent.at < TOLD_MS ? recent.problem : tally.problem();
    },
  };
}
