import { z } from "zod";

export const SourceId = z.strictObject({ sourceId: z.int().positive() });
export type SourceId = z.infer<typeof SourceId>;
