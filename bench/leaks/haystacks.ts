import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import type { Sql } from "#db/clients.ts";
import { adminOf } from "#db/testing/admin.ts";
import type { Finder } from "./finder.ts";

export interface Hits {
  /** Where, and how many canaries there: names of files, tables and columns only. */
  readonly places: Record<string, number>;
  searched: number;
  bytes: number;
}

export function noHits(): Hits {
  return { places: {}, searched: 0, bytes: 0 };
}

export function look(hits: Hits, finder: Finder, place: string, bytes: Buffer | string): void {
  const found = typeof bytes === "string" ? finder.inText(bytes) : finder.inBytes(bytes);
  hits.searched++;
  hits.bytes += bytes.length;
  if (found.size > 0) hits.places[place] = (hits.places[place] ?? 0) + found.size;
}

/** Every file below a folder, packed ones unpacked; `skip` names what holds canaries by design. */
export function searchFiles(finder: Finder, folder: string, skip: (path: string) => boolean, name: string): Hits {
  const hits = noHits();
  const walk = (at: string) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (skip(path) || entry.isSymbolicLink()) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && statSync(path).size < 200_000_000)
        lookInto(hits, finder, path, `${name}${path.slice(folder.length)}`);
    }
  };
  walk(folder);
  return hits;
}

function lookInto(hits: Hits, finder: Finder, path: string, place: string): void {
  const bytes = readFileSync(path);
  if (path.endsWith(".gz")) look(hits, finder, place, gunzipSync(bytes));
  else if (path.endsWith(".zip")) {
    for (const [name, part] of Object.entries(unzipSync(bytes)))
      look(hits, finder, `${place}/${name}`, Buffer.from(part));
  } else look(hits, finder, place, bytes);
}

const CHUNK_ROWS = 5_000;

/** Every table of a cluster as `COPY ... TO STDOUT` writes it, text and bytes: also the queue's and the migrations'. */
export async function searchDatabase(finder: Finder, home: string, cluster: "data" | "keyring"): Promise<Hits> {
  const hits = noHits();
  const admin = adminOf(home, cluster, `gallra_${cluster}`);
  try {
    const tables = await admin`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`;
    for (const { name } of tables as unknown as { name: string }[]) await searchTable(hits, finder, admin, name);
  } finally {
    await admin.end();
  }
  return hits;
}

async function searchTable(hits: Hits, finder: Finder, admin: Sql, table: string): Promise<void> {
  const readable = await admin.unsafe(`copy (select * from ${table}) to stdout`).readable();
  let rest = "";
  let rows: string[] = [];
  const flush = () => {
    if (rows.length > 0) look(hits, finder, table.replace(/_\d{4}.*$/, "_*"), Buffer.from(rows.join("\n")));
    rows = [];
  };
  for await (const chunk of readable) {
    const lines = `${rest}${String(chunk)}`.split("\n");
    rest = lines.pop() ?? "";
    rows.push(...lines);
    if (rows.length > CHUNK_ROWS) flush();
  }
  rows.push(rest);
  flush();
}

/** Command lines and environments of the product's processes, found as the descendants of one and by its home. */
export function searchProcesses(finder: Finder, home: string): Hits {
  const hits = noHits();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "latin1");
      const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
      if (!environment.includes(home) && !command.includes(home) && !/postgres/.test(command)) continue;
      look(hits, finder, "/proc/cmdline", command.replaceAll("\0", " "));
      look(hits, finder, "/proc/environ", environment.replaceAll("\0", "\n"));
    } catch {
      // It ended meanwhile, or belongs to somebody else.
    }
  }
  return hits;
}

export function sumOf(hits: Hits): number {
  return Object.values(hits.places).reduce((sum, count) => sum + count, 0);
}
