import { isAbsolute } from "node:path";
import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";

/**
 * `tail` reads files while they grow; `drop` takes a file once it has come to rest. Both read every file of the folder whose
 * name fits the pattern (`*` and `?`); hidden and compressed files are left alone.
 */
export const sharedFileSettings = z.strictObject({
  path: z.string().min(1).max(4096).refine(isAbsolute, "must be an absolute path"),
  pattern: z
    .string()
    .min(1)
    .max(255)
    .refine((pattern) => !/[/\\\0]/.test(pattern), "must be a file name, without folders")
    .default("*"),
  mode: z.enum(["tail", "drop"]).default("tail"),
  /** Seconds without a change after which a file is at rest; a last line without its line feed waits twice as long. */
  restSeconds: z.number().min(0.1).max(3600).default(2),
});

export type SharedFileSettings = z.infer<typeof sharedFileSettings>;

/** Throws AppError "bad-input" that names the setting. */
export function readSharedFileSettings(settings: unknown): SharedFileSettings {
  const read = sharedFileSettings.safeParse(settings);
  if (read.success) return read.data;
  const lines = read.error.issues.map((issue) => `${issue.path.join(".") || "settings"} ${issue.message}`);
  throw new AppError("bad-input", `The settings of the shared-file source are wrong: ${lines.join("; ")}.`);
}
