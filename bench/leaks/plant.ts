import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, BrowserContext } from "playwright-core";
import type { OwnProduct } from "#app/_e2e/start-product.ts";
import { appRouter } from "#server/api/router.ts";
import { FIXTURES } from "../tenants/fixtures.ts";
import type { Place } from "../tenants/world.ts";
import type { Canary } from "./canaries.ts";
import { plantShielded } from "./shielded.ts";

/** A company whose files hold all canaries: as callers, as identity numbers, as names, and in lines nobody understands. */
export async function plantInFiles(
  product: OwnProduct,
  slug: string,
  canaries: readonly Canary[],
  shielded: readonly Canary[],
): Promise<{ folder: string; shieldedCalls: number }> {
  const folder = join(product.home, "shared", slug);
  mkdirSync(folder, { recursive: true });
  const phones = canaries.filter((one) => one.kind === "phone");
  const ssns = canaries.filter((one) => one.kind === "ssn");
  const names = canaries.filter((one) => one.kind === "name");
  const lines = ["SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS"];
  const many = Math.max(phones.length, ssns.length, names.length);
  for (let i = 0; i < many; i++) {
    const day = new Date(Date.now() - (1 + (i % 5)) * 86_400_000).toISOString().slice(0, 10);
    const time = `${day} 10:${String(i % 60).padStart(2, "0")}:00.000`;
    const [phone, ssn, name] = [phones[i % phones.length], ssns[i % ssns.length], names[i % names.length]];
    lines.push(`CALLBACK;queue=Kö 7;${time};c-${i};${phone?.text};${ssn?.text};${name?.text};;240;DONE`);
    lines.push(`?? ${phone?.text} / ${ssn?.text} / ${name?.text} came in`);
  }
  writeFileSync(join(folder, "canaries.csv"), `${lines.join("\n")}\n`);
  await product.command(["company", "add", "--slug", slug, "--name", "Kommun Sju", "--reseller", "Hus Sju"]);
  const own = ["--company", slug];
  await product.command([
    "collected",
    "ssn",
    ...own,
    "--ground",
    "identification",
    "--reason",
    "canaries of the leak scan",
  ]);
  const source = ["--driver", "flexi-tid", "--path", folder, "--name", "Återuppringning", "--keep-names", "--start"];
  const shieldedCalls = await plantShielded(product, slug, folder, shielded);
  await product.command(["source", "add", ...own, ...source]);
  await product.command(["collect", "--once", ...own]);
  return { folder, shieldedCalls };
}

/** One more round of the same people, as load. */
export function plantMore(folder: string, canaries: readonly Canary[], round: number): void {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const phones = canaries.filter((one) => one.kind === "phone");
  const lines = phones.map(
    (one, i) => `CALLBACK;queue=Kö 7;${day} 11:00:00.000;r-${round}-${i};${one.text};;;;60;DONE`,
  );
  appendFileSync(join(folder, "canaries.csv"), `${lines.join("\n")}\n`);
}

export interface Answers {
  calls: number;
  /** Bodies of refusals: a wrong input must not come back in them. */
  readonly refusals: string[];
}

/** Calls under way at once. */
const AT_ONCE = 4;

/**
 * Every procedure of the router (those that `only` lets through) with a canary in every field of its input, as a further
 * field, as a field's name and as the input itself.
 */
export async function wrongInputs(
  context: BrowserContext,
  canaries: readonly Canary[],
  at: Place,
  only: (procedure: string) => boolean = () => true,
): Promise<Answers> {
  const answers: Answers = { calls: 0, refusals: [] };
  let next = 0;
  const canary = () => canaries[next++ % canaries.length]?.text ?? "";
  const wanted = Object.keys(appRouter._def.procedures)
    .filter(only)
    .flatMap((name) => variants(FIXTURES[name]?.input(at), canary).map((input) => ({ name, input })));
  const work = async () => {
    for (let one = wanted.pop(); one !== undefined; one = wanted.pop()) {
      const { status, body } = await call(context.request, one.name, one.input);
      answers.calls++;
      if (status >= 400) answers.refusals.push(body);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}

/** One call of a procedure; the address holds its name and nothing else. */
export async function call(
  request: APIRequestContext,
  name: string,
  input: unknown,
): Promise<{ status: number; body: string }> {
  const response = await request.post(`/api/trpc/${name}`, {
    headers: { "content-type": "application/json" },
    data: JSON.stringify(input === undefined ? {} : { json: input }),
    failOnStatusCode: false,
  });
  return { status: response.status(), body: await response.text() };
}

function variants(base: unknown, canary: () => string): unknown[] {
  const fields = typeof base === "object" && base !== null && !Array.isArray(base) ? { ...base } : {};
  const inputs: unknown[] = [canary(), [canary()], { ...fields, [canary()]: 1 }, { ...fields, further: canary() }];
  for (const key of Object.keys(fields)) {
    // Words that are kept by design (a name, a reason) are tried where they lead to a refusal: with a wrong type around them.
    inputs.push({ ...fields, [key]: [canary()] }, { ...fields, [key]: { [canary()]: canary() } });
    if (!KEPT.has(key)) inputs.push({ ...fields, [key]: canary() });
  }
  return inputs;
}

/** Fields that people fill with words of their own and that are shown again: they are theirs, and the page says what not to write. */
const KEPT: ReadonlySet<string> = new Set([
  "name",
  "slug",
  "reason",
  "settings",
  "purpose",
  "note",
  "label",
  "password",
  "next",
  "current",
  "text",
]);
