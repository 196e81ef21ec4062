import type { KeyObject } from "node:crypto";
import type { Framing } from "../../drivers/driver.ts";
import type { SourceProblem } from "../problem.ts";
import type { KnownPosition, Sink, SourceNote } from "../source.ts";
import { listOf } from "../udp/senders.ts";
import { createTally } from "../udp/tally.ts";
import { type InTurn, inTurn } from "./in-turn.ts";
import { createKnownFiles } from "./known-files.ts";
import { isFinal } from "./names.ts";
import { createShelf, type Shelf } from "./shelf.ts";
import { createTroubles, type Troubles } from "./troubles.ts";
import { createRefusals } from "./refusals.ts";
import { type Taken, Upload } from "./upload.ts";
import { type Refusal, UploadRefused } from "./upload-refused.ts";
import type { UploadSettings } from "./upload-settings.ts";

/** One source behind a port: one user. */
export interface Member {
  readonly settings: UploadSettings;
  readonly senders: readonly string[];
  /** By what a peer shows that it is this user; compared without telling by the time how nearly it was right. */
  isUser(proof: Proof): boolean;
  readonly shelf: Shelf;
  note(note: SourceNote, problem?: SourceProblem): void;
  /** Its peer was told that something is not taken; null counts nothing. */
  refused(why: Refusal | null): void;
  /** Throws UploadRefused when too many are under way. */
  begin(goOn?: Upload): Upload;
  /** The peer closes the file: taken, or put aside until it is renamed. What fails is dropped, and the peer sends it again. */
  finish(upload: Upload, path: string): Promise<Taken | "waits">;
  /** The peer is gone before it closed the file, or gives it up. */
  cut(upload: Upload, path: string): void;
  /** Something of it could not be taken: the source tells what hinders it. */
  failed(error: unknown): void;
  /** It is not to be seen again, by this source nor by its peer. */
  drop(upload: Upload): Promise<void>;
  /** Another connection of this user; its end is asked for when the source closes. Throws UploadRefused. */
  enter(end: () => void): () => void;
  /** Tells the sink what was counted, and what hinders. Throws what the source has to be opened anew for. */
  tell(): SourceProblem | null;
  live(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export type Proof =
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  | { readonly kind: "key"; readonly user: string; readonly key: Buffer };

const UPLOADS_AT_ONCE = 16;
const CONNECTIONS_OF_ONE = 16;

export interface MemberOptions {
  readonly settings: UploadSettings;
  readonly isUser: Member["isUser"];
  readonly framing: Framing;
  readonly key: KeyObject;
  readonly known: Iterable<KnownPosition>;
  readonly sink: Sink;
}

export function createMember({ settings, isUser, framing, key, sink, known }: MemberOptions): Member {
  const maximumBytes = settings.maximumMegabytes * 1_048_576;
  const context = { sink, framing, key, known: createKnownFiles(known), maximumBytes };
  const shelf = createShelf();
  // Told now and then: whoever is refused must not write a line of the log with each attempt.
  const tally = createTally(sink);
  const refusals = createRefusals();
  const connections = createConnections();
  const open = new Set<Upload>();
  const troubles = createTroubles(tally);
  // Two files that go on with the same one would both begin where it ends.
  const turns = inTurn();
  const counted = { stored: 0, known: 0, empty: 0 };
  const take = async (upload: Upload) => {
    const taken = await takeOne(upload, turns, troubles);
    counted[taken]++;
    if (taken === "stored") sink.note("file");
    else if (taken === "known") tally.count("repeat");
    return taken;
  };
  return {
    settings,
    senders: listOf(settings.senders),
    isUser,
    shelf,
    refused: refusals.count,
    note: (note, problem) => tally.count(note, problem ?? null),
    begin(goOn) {
      if (open.size >= UPLOADS_AT_ONCE) throw new UploadRefused("Too many files are sent at once.", "at-once");
      const upload = goOn ?? new Upload(context);
      open.add(upload);
      return upload;
    },
    async finish(upload, path) {
      open.delete(upload);
      if (isFinal(path, settings.pattern)) return await take(upload);
      shelf.put(path, upload, "named");
      return "waits";
    },
    cut(upload, path) {
      open.delete(upload);
      tally.count("cut");
      upload.cut();
      if (upload.length > 0) shelf.put(path, upload, "cut");
    },
    failed: troubles.failed,
    async drop(upload) {
      open.delete(upload);
      await upload.drop();
    },
    enter: connections.enter,
    tell() {
      for (const why of shelf.expire()) if (why === "named") refusals.count("unnamed");
      refusals.tell(sink);
      return troubles.tell() ?? refusals.problem();
    },
    live: () => ({
      ...counted,
      connections: connections.count(),
      open: open.size,
      waiting: shelf.size(),
      refused: tally.total("refused") + refusals.total(),
      ...refusals.figures(),
    }),
    async close() {
      connections.end();
      // What is being taken is taken: the next to open the source must know it.
      await turns.idle();
      await Promise.all([...open].map((upload) => upload.drop().catch(() => undefined)));
      await shelf.clear();
    },
  };
}

async function takeOne(upload: Upload, turns: InTurn, troubles: Troubles): Promise<Taken> {
  try {
    const taken = await turns(() => upload.finish());
    troubles.over();
    return taken;
  } catch (error) {
    troubles.failed(error);
    await upload.drop().catch(() => undefined);
    throw error;
  }
}

function createConnections(): { enter: Member["enter"]; end(): void; count(): number } {
  const ends = new Set<() => void>();
  return {
    enter(end) {
      if (ends.size >= CONNECTIONS_OF_ONE) throw new UploadRefused("Too many connections of this user.", "at-once");
      ends.add(end);
      return () => void ends.delete(end);
    },
    end() {
      for (const end of [...ends]) end();
      ends.clear();
    },
    count: () => ends.size,
  };
}
