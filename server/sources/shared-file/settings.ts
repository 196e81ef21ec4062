import { isAbsolute } from "node:path";
import { z } from "zod";
import { whichFiles } from "../files/which-files.ts";

export const sharedFileSettings = z.strictObject({
  path: z.string().min(1).max(4096).refine(isAbsolute, "must be an absolute path"),
  ...whichFiles,
  /** Seconds without a change after which a file is at rest; a last line without its line feed waits twice as long. */
  restSeconds: z.number().min(0.1).max(3600).default(2),
});

export type SharedFileSettings = z.infer<typeof sharedFileSettings>;
