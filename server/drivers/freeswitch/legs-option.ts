import type { Decoded, DecodedLeg, DecodedRecord, DriverOption } from "../driver.ts";
import type { Leg } from "./call.ts";

export const LEGS_OPTION: DriverOption = {
  name: "legs",
  help: "Which legs the PBX writes: a where log-b-leg is off, so that no call waits for its second leg",
  values: ["a", "ab"],
  default: "ab",
};

/** A leg to be joined; or the whole call, where no other leg is written or nothing tells what it belongs to. */
export function told(
  leg: Leg,
  record: DecodedRecord,
  firstLegsOnly: boolean,
  legOf: (leg: Leg, record: DecodedRecord) => DecodedLeg | null,
): Decoded {
  const joined = firstLegsOnly ? null : legOf(leg, record);
  return joined === null ? { kind: "records", records: [record] } : { kind: "leg", leg: joined };
}
