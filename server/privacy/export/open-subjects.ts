import { uuidBytes } from "../../domain/uuid.ts";
import { openPseudonyms } from "../../keyring/index.ts";
import type { ExportPage, ExportParties } from "../../store/index.ts";
import type { ExportPlace } from "./export-files.ts";
import type { OpenedParty, Reading } from "./shown-rows.ts";

/** The subject of every row as hex; "" where the slice has ended or the pseudonym is damaged. */
export async function ownSubjects({ place, alone, subjectOf }: Reading, page: ExportPage): Promise<string[]> {
  const bySlice = new Map<string, number[]>();
  const subjects = new Array<string>(page.ids.length).fill("");
  for (let i = 0; i < page.ids.length; i++) {
    const slice = page.sliceIds[i] ?? "";
    if ((page.pseudonyms[i] ?? "") === "") {
      subjects[i] = subjectOf.get(Number(slice)) ?? "";
      continue;
    }
    const rows = bySlice.get(slice);
    if (rows === undefined) bySlice.set(slice, [i]);
    else rows.push(i);
  }
  for (const [slice, rows] of bySlice) {
    const asked = alone ? rows.slice(0, 1) : rows;
    const packed = Buffer.concat(asked.map((i) => uuidBytes(page.pseudonyms[i] ?? "")));
    const opened = await openPseudonyms(place.keyring, place.company.id, Number(slice), packed);
    for (const [at, i] of rows.entries()) {
      const one = opened[alone ? 0 : at];
      subjects[i] = one?.kind === "subject" ? one.id.toString("hex") : "";
    }
    if (alone) subjectOf.set(Number(slice), subjects[rows[0] ?? 0] ?? "");
  }
  return subjects;
}

export async function openParties(
  { place }: Reading,
  parties: readonly ExportParties[],
): Promise<ReadonlyMap<string, readonly OpenedParty[]>> {
  const subjects = await subjectsOf(place, parties);
  const byRecord = new Map<string, OpenedParty[]>();
  for (const { ids, sliceIds, codes, pseudonyms } of parties) {
    for (let i = 0; i < ids.length; i++) {
      const subject = subjects.get(sliceIds[i] ?? "")?.get(pseudonyms[i] ?? "") ?? "";
      if (subject === "") continue;
      const code = Number(codes[i]);
      const party = { role: code >> 3, class: code & 7, subject };
      const list = byRecord.get(ids[i] ?? "");
      if (list === undefined) byRecord.set(ids[i] ?? "", [party]);
      else list.push(party);
    }
  }
  return byRecord;
}

/** The same people come again and again: every pseudonym of a slice is opened once a page. "" where it opens to nobody. */
async function subjectsOf(
  place: ExportPlace,
  parties: readonly ExportParties[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const bySlice = new Map<string, Map<string, string>>();
  for (const { sliceIds, pseudonyms } of parties) {
    for (let i = 0; i < sliceIds.length; i++) {
      const slice = sliceIds[i] ?? "";
      const known = bySlice.get(slice) ?? new Map<string, string>();
      bySlice.set(slice, known.set(pseudonyms[i] ?? "", ""));
    }
  }
  for (const [slice, known] of bySlice) {
    const asked = [...known.keys()];
    const packed = Buffer.from(asked.join("").replaceAll("-", ""), "hex");
    const opened = await openPseudonyms(place.keyring, place.company.id, Number(slice), packed);
    for (const [at, one] of opened.entries())
      if (one.kind === "subject") known.set(asked[at] ?? "", one.id.toString("hex"));
  }
  return bySlice;
}
