import { spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { OwnProduct } from "#app/_e2e/start-product.ts";
import { adminOf } from "#db/testing/admin.ts";
import type { Canary } from "./canaries.ts";
import type { Finder } from "./finder.ts";
import { type Hits, look, noHits, searchDatabase, searchFiles, searchProcesses, sumOf } from "./haystacks.ts";

/** In none of the thousand: it is put in clear where each kind of search must see it. */
export const CONTROL: Canary = { kind: "phone", text: "031-390 06 99", needle: "313900699" };

/** Puts the control where each kind of search looks, and says which of them would have missed it. */
export async function blindSpots(product: OwnProduct, finder: Finder): Promise<string[]> {
  const blind: string[] = [];
  const logs = join(product.home, "logs");
  const today = new Date().toISOString().slice(0, 10);
  appendFileSync(join(logs, `control-${today}.log`), `{"at":"x","text":"${CONTROL.text}"}\n`);
  writeFileSync(join(logs, "control-2026-01-01.log.gz"), gzipSync(`said ${CONTROL.text}`));
  const files = searchFiles(finder, logs, () => false, "logs");
  for (const name of [`logs/control-${today}.log`, "logs/control-2026-01-01.log.gz"])
    if (files.places[name] === undefined) blind.push(name);
  const admin = adminOf(product.home, "data", "gallra_data");
  await admin.unsafe(
    `create table public.control (text text, bytes bytea); insert into public.control values ('said ${CONTROL.text}', null), (null, convert_to('said ${CONTROL.text}', 'UTF8'))`,
  );
  await admin.end();
  const rows = await searchDatabase(finder, product.home, "data");
  if (rows.places["public.control"] === undefined) blind.push("table");
  const child = spawn(process.execPath, ["-e", "setTimeout(()=>{},20000)"], {
    env: { GALLRA_HOME: product.home, CONTROL: CONTROL.text } as unknown as NodeJS.ProcessEnv,
  });
  await wait(500);
  if (searchProcesses(finder, product.home).places["/proc/environ"] === undefined) blind.push("environment");
  child.kill();
  if (
    finder.inText(`https://localhost/data?number=${encodeURIComponent(CONTROL.text)}`).size +
      finder.inText(decodeURIComponent(encodeURIComponent(CONTROL.text))).size ===
    0
  )
    blind.push("address");
  if (sumOf(textHits(finder, [`The value ${CONTROL.text} is wrong`])) === 0) blind.push("error text");
  return blind;
}

export function textHits(finder: Finder, texts: readonly string[], place = "text"): Hits {
  const hits = noHits();
  for (const text of texts) look(hits, finder, place, text);
  return hits;
}
