import { z } from "zod";

export const EdgeId = z.strictObject({ edgeId: z.uuid() });
export type EdgeId = z.infer<typeof EdgeId>;

export const InviteEdgeInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  /** Sources that are to run there; all of them stopped. */
  sourceIds: z.array(z.int().positive()).max(1_000).default([]),
});
export type InviteEdgeInput = z.input<typeof InviteEdgeInput>;

export const PlaceSourceInput = z.strictObject({
  sourceId: z.int().positive(),
  /** null = at home. */
  edgeId: z.uuid().nullable(),
  /** What it signs in with there, by name; what it had is sealed to the machine that ran it, and goes. */
  credentials: z.record(z.string().max(64), z.string().max(32_768)).default({}),
});
export type PlaceSourceInput = z.input<typeof PlaceSourceInput>;

export const ListEdgesInput = z.strictObject({
  after: z
    .strictObject({ revoked: z.boolean(), name: z.string().max(80), id: z.uuid() })
    .nullable()
    .default(null),
});
export type ListEdgesInput = z.input<typeof ListEdgesInput>;
