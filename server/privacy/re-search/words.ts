import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { door } from "../../context.ts";
import { lookAtAudit, lookAtJobs } from "../../store/look.ts";
import { holdsNeedle } from "./needle.ts";
import { type Run, reading } from "./run.ts";

/** No word of the audit may hold the digits, whoever wrote them there. */
export async function lookThroughAudit(run: Run): Promise<void> {
  await reading(run, async (tx) => {
    for await (const page of lookAtAudit(tx, run.place.company.id)) for (const words of page) seen(run, words);
  });
}

/** Payloads are ids; the queue is read all the same. */
export async function lookThroughQueue(run: Run): Promise<void> {
  for await (const page of lookAtJobs(door(run.place, "web"))) {
    run.input.signal?.throwIfAborted();
    for (const words of page) seen(run, words);
  }
}

/** Log files of all services, the packed ones too. */
export async function lookThroughLogs(run: Run): Promise<void> {
  const folder = `${run.place.env.home}/logs`;
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as { code?: string }).code === "ENOENT") return [];
    throw error;
  });
  for (const name of names) {
    run.input.signal?.throwIfAborted();
    if (/\.(log|jsonl|json)(\.gz)?$/.test(name)) await lookThroughFile(run, `${folder}/${name}`);
  }
}

async function lookThroughFile(run: Run, path: string): Promise<void> {
  const file = createReadStream(path);
  const input = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  file.on("error", (error) => input.destroy(error));
  try {
    for await (const line of createInterface({ input })) seen(run, line);
  } catch (error) {
    // Taken away while it was read: it ended by its own time.
    if ((error as { code?: string }).code !== "ENOENT") run.searched.unreadable++;
  }
}

function seen(run: Run, text: string): void {
  run.searched.textLines++;
  if (holdsNeedle(Buffer.from(text), run.input.needles)) run.found.textLines++;
}
