import { withCompany } from "#db/with-company.ts";
import { openPseudonyms, revealSubjects } from "#server/keyring/index.ts";
import type { PrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { search } from "#server/privacy/search.ts";

/** Which number can be read in which call by whoever holds the keys: `<call> <number>`, as the story writes it. */
export async function readableNow(fixture: PrivacyFixture): Promise<Set<string>> {
  const { keyring } = fixture.installation;
  const rows = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) =>
      tx`select record_id as call, slice_id as slice, replace(pseudonym::text, '-', '') as pseudonym from data.party`,
  );
  const opened: { call: string; id: Buffer }[] = [];
  for (const [slice, own] of Map.groupBy(rows, (row) => row["slice"] as number)) {
    const packed = Buffer.from(own.map((row) => row["pseudonym"] as string).join(""), "hex");
    const answers = await openPseudonyms(keyring, fixture.companyId, slice, packed);
    for (const [place, answer] of answers.entries())
      if (answer.kind === "subject") opened.push({ call: own[place]?.["call"] as string, id: answer.id });
  }
  const people = await revealSubjects(
    keyring,
    fixture.companyId,
    opened.map((one) => one.id),
  );
  const readable = new Set<string>();
  for (const { call, id } of opened) {
    const person = people.get(id.toString("hex"));
    if (person !== undefined) readable.add(`${call} ${asWritten(person.canonical)}`);
  }
  return readable;
}

function asWritten(canonical: string): string {
  return canonical.replace(/^\+46/, "0");
}

/** The calls that the portal finds for a number. */
export async function foundBySearch(fixture: PrivacyFixture, text: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const asked = { text, tiers: ["exact"] as const, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const { hits, next } = await search(fixture.as("dpo"), { ...asked, tiers: ["exact"] });
    for (const hit of hits) found.add(hit.hitId);
    if (next === null) return found;
    cursor = next;
  }
}
