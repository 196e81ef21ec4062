import { withCompany } from "#db/with-company.ts";
import { findSubjects, liveSlices, pseudonymsAcross, revealSubjects } from "#server/keyring/index.ts";
import { appendAudit, searchParties } from "#server/store/index.ts";
import { median } from "../figure.ts";
import type { Dataset } from "./dataset.ts";

const PAGE = 51;

/** The way of the product: subject, live slices, pseudonyms, probes, audit row, numbers opened. Answers the hits. */
export async function searchSealed(data: Dataset, number: string, products: readonly number[]): Promise<number> {
  const { keyring, companyId } = data;
  const [slices, subjects] = await Promise.all([
    liveSlices(keyring, companyId, { classes: [1], products }),
    findSubjects(keyring, companyId, { class: 1, canonical: number }),
  ]);
  const subject = subjects[0];
  if (subject === undefined) throw new Error("the bench lost a subject");
  const pseudonyms = await pseudonymsAcross(keyring, companyId, slices, subject.subjectId);
  const probes = slices.map((slice, i) => ({
    day: slice.expiresOn,
    sliceId: slice.id,
    pseudonym: pseudonyms.subarray(i * 16, i * 16 + 16),
  }));
  const [hits, opened] = await Promise.all([
    withCompany(data.db.data("web"), companyId, async (tx) => {
      const found = await searchParties(tx, companyId, probes, { limit: PAGE });
      await appendAudit(tx, auditOf(companyId, found.length));
      return found;
    }),
    revealSubjects(keyring, companyId, [subject.subjectId]),
  ]);
  if (opened.size !== 1) throw new Error("the number did not open");
  return hits.length;
}

/** The same question to one plaintext table with a btree, behind the same wall and with the same audit row. */
export async function searchPlain(data: Dataset, number: string, products: readonly number[]): Promise<number> {
  return withCompany(data.db.data("web"), data.companyId, async (tx) => {
    const found = await tx`select * from bench.plain p where p.company_id = ${data.companyId} and p.number = ${number}
      and p.product = any (${[...products]}::int2[]) order by p.id desc limit ${PAGE}`;
    await appendAudit(tx, auditOf(data.companyId, found.length));
    return found.length;
  });
}

function auditOf(companyId: number, hits: number) {
  return {
    companyId,
    at: new Date(),
    actorId: null,
    actor: "bench",
    action: "data.search",
    subjectPseudonym: null,
    purpose: null,
    detail: { hits },
    ip: null,
  };
}

/** The median of `rounds` searches, each for another person, in ms. */
export async function p50(
  rounds: number,
  people: readonly string[],
  search: (number: string) => Promise<number>,
): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    const hits = await search(people[i % people.length] ?? "");
    times.push(performance.now() - start);
    if (hits === 0) throw new Error("a search of the bench found nothing");
  }
  return median(times);
}
