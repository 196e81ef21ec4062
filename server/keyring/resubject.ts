import { AppError } from "../domain/app-error.ts";
import { companyKeys } from "./company-keys.ts";
import { withGeneration } from "./find-subjects.ts";
import { companyDoor } from "./company-door.ts";
import type { Keyring } from "./keyring.ts";
import { subjectPlace } from "./lookups.ts";
import { moveMarks } from "./person-marks.ts";
import { freshSubjectIds } from "./resolve-subjects.ts";
import { open, seal } from "./sealing.ts";

/**
 * Gives a subject a new random id for the rows that are to stay: value and lookups move to it, new calls get it. The old
 * id still reads until `openIntent` destroys it. Whoever chooses the new id (from `freshSubjectIds`) may repeat. Throws AppError "gone" when there is no such subject.
 */
export async function resubject(
  k: Keyring,
  companyId: number,
  oldId: Buffer,
  newId = freshSubjectIds(1),
): Promise<Buffer> {
  const sql = companyDoor(k, companyId, "web", "owner");
  return await withGeneration(k, companyId, async () => {
    const keys = await companyKeys(k, companyId);
    const [row] = await sql`
      select class, sealed from keyring.reveal_subjects(${companyId}, ${keys.generation}, ${k.clock().toISOString()}::text::timestamptz,
        ${`{${oldId.toString("hex")}}`}::text::uuid[])`;
    if (row === undefined) throw gone();
    const dataClass = row["class"] as number;
    const plain = open(keys.seal, subjectPlace(companyId, dataClass, oldId), row["sealed"] as Buffer);
    const sealed = seal(keys.seal, subjectPlace(companyId, dataClass, newId), plain).toString("hex");
    const [moved] = await sql`
      select keyring.resubject(${companyId}, ${keys.generation}, ${oldId.toString("hex")}::text::uuid, ${newId.toString("hex")}::text::uuid, ${sealed}) as done`;
    if (moved?.["done"] !== true) throw gone();
    await moveMarks(k, companyId, oldId, newId);
    return newId;
  });
}

function gone(): AppError {
  return new AppError("gone", "This identifier is not in the keyring any more: it has been erased, or it has expired.");
}
