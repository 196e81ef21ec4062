import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { door } from "../../context.ts";
import { listJobRuns } from "../../store/jobs.ts";
import { lookAtAudit } from "../../store/look.ts";
import { holdsNeedle } from "./needle.ts";
import { type Run, reading } from "./run.ts";

/** No word of the audit may hold the digits, whoever wrote them there. */
export async function lookThroughAudit(run: Run): Promise<void> {
  await reading(run, async (tx) => {
    for await (const page of lookAtAudit(tx, run.place.company.id)) for (const words of page) seen(run, words);
  });
}

const JOBS_A_PAGE = 500;

/** Payloads are ids; the queue is read all the same. */
export async function lookThroughQueue(run: Run): Promise<void> {
  const sql = door(run.place, "web");
  for (let before: { at: Date; id: string } | undefined; ; ) {
    run.input.signal?.throwIfAborted();
    const page = await listJobRuns(sql, { limit: JOBS_A_PAGE, before });
    for (const job of page) seen(run, JSON.stringify(job.ids));
    const last = page.at(-1);
    if (last === undefined || page.length < JOBS_A_PAGE) return;
    before = { at: last.createdAt, id: last.id };
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
