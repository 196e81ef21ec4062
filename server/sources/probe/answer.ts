import type { KeyObject } from "node:crypto";
import type { JWK } from "jose";
import { z } from "zod";
import { SOURCE_PROBLEMS, type SourceProblem } from "../problem.ts";
import type { Tried } from "../transport.ts";
import { openMessage, sealMessage } from "./message.ts";
import type { ProbePlace } from "./question.ts";

/** Frames go to whoever asked, at most so many and so large together. */
export const PROBE_FRAMES = 50;
const PROBE_BYTES = 262_144;

const PROBLEMS = Object.keys(SOURCE_PROBLEMS) as [SourceProblem, ...SourceProblem[]];

/** Whoever answers may be a machine that was stolen: nothing of an answer is larger than a page can show. */
const MOST_WORDS = 24;
const Words = z
  .record(z.string().max(64), z.string().max(1_024))
  .refine((said) => Object.keys(said).length <= MOST_WORDS);
const Count = z.int().nonnegative();
/** The furthest moment that a Date can hold. */
const LAST_MS = 8.64e15;

const Pin = z.object({ fingerprint: z.string().max(1_024), about: Words });

const Answer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("tried"),
    files: Count,
    bytes: Count,
    newestAt: z.number().min(-LAST_MS).max(LAST_MS).nullable(),
    unreadable: Count,
    frames: z
      .array(z.base64())
      .max(PROBE_FRAMES)
      .refine(
        (frames) => frames.reduce((sum, { length }) => sum + (length * 3) / 4, 0) <= PROBE_BYTES + PROBE_FRAMES * 3,
      ),
    leftOut: Count.optional(),
    pin: Pin.optional(),
    enter: Words.optional(),
  }),
  z.object({ kind: z.literal("trouble"), problem: z.enum(PROBLEMS) }),
]);

const Sent = z.object({ companyId: z.int(), probeId: z.string(), answer: Answer });

/** What a collector found: as the transport tells it, without places in a file. */
export type ProbeAnswer =
  | ({
      readonly kind: "tried";
      readonly frames: readonly Uint8Array[];
      /** How many more a rule leaves out. */
      readonly leftOut?: number;
    } & Omit<Tried, "frames">)
  | { readonly kind: "trouble"; readonly problem: SourceProblem };

/** To the key of the one question, whose other half is in the memory of who asked and nowhere else. */
export async function sealAnswer(place: ProbePlace, answer: ProbeAnswer, answerKey: JWK): Promise<string> {
  const { companyId, probeId } = place;
  return await sealMessage({ companyId, probeId, answer: written(answer) }, answerKey);
}

export async function openAnswer(place: ProbePlace, sealed: string, privateKey: KeyObject): Promise<ProbeAnswer> {
  return await openMessage(sealed, privateKey, (plain) => {
    const { companyId, probeId, answer } = Sent.parse(plain);
    if (companyId !== place.companyId || probeId !== place.probeId) return null;
    if (answer.kind === "trouble") return answer;
    const { pin, enter, newestAt, frames, leftOut, ...counts } = answer;
    return {
      ...counts,
      ...(leftOut === undefined ? {} : { leftOut }),
      newestAt: newestAt === null ? null : new Date(newestAt),
      frames: frames.map((frame) => new Uint8Array(Buffer.from(frame, "base64"))),
      ...(pin === undefined ? {} : { pin }),
      ...(enter === undefined ? {} : { enter }),
    };
  });
}

/** The first frames that fit. */
export function firstFrames(frames: readonly { readonly bytes: Uint8Array }[]): Uint8Array[] {
  const taken: Uint8Array[] = [];
  let left = PROBE_BYTES;
  for (const { bytes } of frames.slice(0, PROBE_FRAMES)) {
    left -= bytes.length;
    if (left < 0) break;
    taken.push(bytes);
  }
  return taken;
}

function written(answer: ProbeAnswer): z.input<typeof Answer> {
  if (answer.kind === "trouble") return answer;
  const { files, bytes, newestAt, unreadable, frames, leftOut, pin, enter } = answer;
  return {
    ...{ kind: "tried", files, bytes, unreadable },
    newestAt: newestAt?.getTime() ?? null,
    frames: frames.map((frame) => Buffer.from(frame).toString("base64")),
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(pin === undefined ? {} : { pin: Pin.parse(pin) }),
    ...(enter === undefined ? {} : { enter: Words.parse(enter) }),
  };
}
