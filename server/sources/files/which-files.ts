import { z } from "zod";

/**
 * Which files of a folder are read, and how, wherever the folder is. `tail` reads files while they grow; `drop` takes a file once it
 * has come to rest. Every file counts whose name fits the pattern (`*` and `?`); hidden and compressed ones are left alone.
 */
export const whichFiles = {
  pattern: z
    .string()
    .min(1)
    .max(255)
    .refine((pattern) => !/[/\\\0]/.test(pattern), "must be a file name, without folders")
    .default("*"),
  mode: z.enum(["tail", "drop"]).default("tail"),
} as const;
