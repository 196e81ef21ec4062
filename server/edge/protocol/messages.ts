import { z } from "zod";
import { SOURCE_PROBLEMS, type SourceProblem } from "../../sources/index.ts";

const Day = z.iso.date();
const Count = z.int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const Release = z.string().regex(/^[\w.+-]{1,40}$/);
const Base64Url = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const Problem = z.enum(Object.keys(SOURCE_PROBLEMS) as [SourceProblem, ...SourceProblem[]]);

/** The public halves that an edge hands over; there is no room in them for a private one. */
export const SignKey = z.strictObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: Base64Url });
export const SealKey = z.strictObject({ kty: z.literal("OKP"), crv: z.literal("X25519"), x: Base64Url });

export const EnrolInput = z.strictObject({
  company: z.int32().positive(),
  edge: z.uuid(),
  secret: z.string().regex(/^[A-Za-z0-9_-]{27}$/),
  signKey: SignKey,
  sealKey: SealKey,
  release: Release,
});
export type EnrolInput = z.infer<typeof EnrolInput>;

export const EnrolAnswer = z.object({ name: z.string(), company: z.string() });
export type EnrolAnswer = z.infer<typeof EnrolAnswer>;

/** A segment that the portal was given and has not told to be stored. */
export const HeldSegment = z.strictObject({
  id: z.uuid(),
  sourceId: z.int32().positive(),
  deliveryId: z.uuid(),
  from: Count,
  to: Count,
  end: z.boolean(),
});
export type HeldSegment = z.infer<typeof HeldSegment>;

/** An edge may be cut off for as long as keys are issued ahead, and has a week to come back. What it holds then dies with the key. */
export const KEYS_LIVE_DAYS = 21;

/** Segments asked about in one contact. */
export const MOST_HELD = 500;
const MOST_SOURCES = 1_000;
/** Tests handed out in one contact. */
export const MOST_PROBES = 2;

export const ContactInput = z.strictObject({
  release: Release,
  diskFreeBytes: Count.nullable(),
  /** Whether its bound is reached, so that it acknowledges nothing more to the PBX. */
  isFull: z.boolean(),
  keysUntil: Day.nullable(),
  waiting: z.strictObject({ segments: Count.max(2_000_000_000), bytes: Count, oldest: Day.nullable() }),
  /** Which task it has. */
  stamp: z.string().max(64).nullable(),
  sources: z
    .array(
      z.strictObject({
        id: z.int32().positive(),
        problem: Problem.nullable(),
        live: z.record(z.string().max(40), z.union([z.number(), z.string().max(80), z.null()])).nullable(),
      }),
    )
    .max(MOST_SOURCES),
  /** Counts of sessions since they began: told again they change nothing. */
  sessions: z
    .array(
      z.strictObject({
        id: z.uuid(),
        sourceId: z.int32().positive(),
        files: Count.max(2_000_000_000),
        errors: Count.max(2_000_000_000),
        outcome: z.enum(["done", "interrupted", "failed"]).nullable(),
        problem: Problem.nullable(),
      }),
    )
    .max(MOST_SOURCES),
  held: z.array(HeldSegment).max(MOST_HELD),
});
export type ContactInput = z.infer<typeof ContactInput>;

export const ContactAnswer = z.object({
  /** The portal's clock, ISO 8601. */
  at: z.iso.datetime(),
  stamp: z.string(),
  /** Sealed to the edge; null where it has this one. */
  task: z.string().nullable(),
  keys: z.array(z.object({ day: Day, kid: z.string(), jwk: z.record(z.string(), z.unknown()) })),
  /** Of `held`: what is stored for good, and what the portal does not have. The others wait there. */
  stored: z.array(z.uuid()),
  missing: z.array(z.uuid()),
  /** Tests to make now, each sealed to the edge. */
  probes: z.array(z.string()).max(MOST_PROBES).default([]),
});
export type ContactAnswer = z.infer<typeof ContactAnswer>;

/** What a test of a source found, sealed to who asked; the portal's door cannot read it. */
export const ProbeInput = z.strictObject({ id: z.uuid(), answer: z.string().max(1_000_000) });
export type ProbeInput = z.infer<typeof ProbeInput>;

/** `gone`: nobody waits for it any more. */
export const ProbeHeard = z.object({ state: z.enum(["heard", "gone"]) });
export type ProbeHeard = z.infer<typeof ProbeHeard>;

/** How far a source was read before it came to this edge, a page at a time. */
export const PositionsInput = z.strictObject({ sourceId: z.int32().positive(), after: z.uuid().nullable() });
export type PositionsInput = z.infer<typeof PositionsInput>;

export const PositionsAnswer = z.object({
  positions: z.array(
    z.object({
      deliveryId: z.uuid(),
      position: Count,
      identity: z.record(z.string(), z.unknown()).nullable(),
      done: z.boolean(),
    }),
  ),
  /** The last one, where more may follow. */
  next: z.uuid().nullable(),
});
export type PositionsAnswer = z.infer<typeof PositionsAnswer>;

/** `kept`: in the portal's inbox, on its disk. `stored`: ingest has committed it. */
export const SegmentAnswer = z.object({ state: z.enum(["kept", "stored"]) });
export type SegmentAnswer = z.infer<typeof SegmentAnswer>;

/** Why a request was turned away, for the edge to act upon. */
export const REFUSALS = [
  "wrong-code",
  "not-known",
  "revoked",
  "not-signed",
  "replayed",
  "altered",
  "too-large",
  "unreadable",
  "another-company",
  "not-bound",
  "another-key",
  "clock-ahead",
  "busy",
  "full",
  "too-many",
] as const;
export type Refusal = (typeof REFUSALS)[number];
export const RefusedAnswer = z.object({ refused: z.enum(REFUSALS) });
