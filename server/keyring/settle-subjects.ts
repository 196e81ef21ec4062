import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";

/**
 * After rows were moved to other ends: the subjects of one class get the last day of the rows that point at them, by the
 * id's 32 hex digits; those without any row end `today` and go with the next sweep. To be called under the raised fence:
 * a batch that has resolved its subjects before must resolve them again. Gives how many have another day now.
 */
export async function settleSubjects(
  k: Keyring,
  companyId: number,
  dataClass: number,
  ends: ReadonlyMap<string, string>,
  today: string,
): Promise<number> {
  const [row] = await companyDoor(k, companyId, "keeper", "owner")`
    select keyring.settle_subjects(${companyId}, ${dataClass}, ${`{${[...ends.keys()].join()}}`}::text::uuid[],
      ${`{${[...ends.values()].join()}}`}::text::date[], ${today}::text::date) as changed`;
  return row?.["changed"] as number;
}
