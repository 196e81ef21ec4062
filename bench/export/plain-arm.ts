import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { withCompany } from "#db/with-company.ts";
import { destroyBox, makeBox } from "#server/keyring/index.ts";
import { timed } from "../figure.ts";
import type { ExportDataset } from "./dataset.ts";

/** COPY of the number's calls out of the plaintext table, behind the same wall, hashed, sealed and fsynced as ours. */
export async function copyOnce(data: ExportDataset): Promise<number> {
  const id = randomUUID();
  const { keyring, company } = data.ctx;
  const box = await makeBox(keyring, company.id, id, new Date(Date.now() + 3_600_000));
  const folder = join(data.db.home, "exports");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${id}.copy`);
  const hash = createHash("sha256");
  let rows = 0;
  const ms = await timed(async () => {
    const sealer = box.sealer();
    const written = pipeline(sealer, createWriteStream(file, { mode: 0o600 }));
    await withCompany(data.db.data("web"), company.id, async (tx) => {
      const query = tx.unsafe(`copy (select ${COLUMNS} from bench.plain
        where company_id = ${company.id} and number = '${data.number}' order by hit_id desc) to stdout (format csv)`);
      const out = await (query as unknown as { readable(): Promise<Readable> }).readable();
      // Never made to wait: a COPY of this client that is paused may not go on. It costs memory, which is not counted here.
      out.on("data", (chunk: Buffer) => {
        hash.update(chunk);
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++;
        sealer.write(chunk);
      });
      await once(out, "end");
    });
    sealer.end();
    await written;
    const handle = await open(file, "r");
    await handle.sync();
    await handle.close();
    hash.digest();
  });
  if (rows !== data.hits) throw new Error(`COPY gave ${rows} of ${data.hits} rows`);
  await rm(file);
  await destroyBox(keyring, company.id, id);
  return data.hits / (ms / 1000);
}

const COLUMNS = `hit_id, source, date, product, direction, disposition,
  duration_seconds, ring_seconds, extension, queue, role, class, number, other_parties, erased_on, source_name, null as corrected_on`;
