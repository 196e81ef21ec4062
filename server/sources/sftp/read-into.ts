import type { SftpSession } from "./session.ts";

/** What any server answers at once; OpenSSH's own reads are as long. */
const CHUNK = 32_768;
const AT_ONCE = 16;

/**
 * Reads from a place, by several questions at once: each costs a way there and back. What is answered short ends what can be told
 * of the file without a gap; the rest is asked for again.
 */
export async function readInto(
  session: SftpSession,
  handle: Buffer,
  into: Buffer,
  offset: number,
  length: number,
  position: number,
): Promise<{ bytesRead: number }> {
  const wanted = Math.min(length, CHUNK * AT_ONCE);
  const questions: Promise<{ asked: number; got: number }>[] = [];
  for (let at = 0; at < wanted; at += CHUNK) {
    const asked = Math.min(CHUNK, wanted - at);
    questions.push(
      session
        .ask<number>((sftp, done) =>
          sftp.read(handle, into, offset + at, asked, position + at, (error, got) => done(error, got)),
        )
        .then((got) => ({ asked, got })),
    );
  }
  let bytesRead = 0;
  for (const settled of await Promise.allSettled(questions)) {
    if (settled.status === "rejected") {
      if (bytesRead > 0) break;
      throw settled.reason;
    }
    const { asked, got } = settled.value;
    bytesRead += got;
    if (got < asked) break;
  }
  return { bytesRead };
}
