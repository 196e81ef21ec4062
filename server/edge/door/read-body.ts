import type { z } from "zod";
import { Refused } from "./refused.ts";

/** Throws Refused "unreadable", which repeats nothing of it. */
export function readBody<T>(schema: z.ZodType<T>, body: Buffer): T {
  try {
    return schema.parse(JSON.parse(body.toString("utf8")));
  } catch {
    throw new Refused("unreadable");
  }
}
