import type { AlarmRule } from "./alarm.ts";

/** The week is over and the keys are still the old ones: what was erased can be read in copies of the keyring (DESIGN 2.4). */
export const generationLate: AlarmRule = ({ now, generationHoursLate: hours }) =>
  hours === 0
    ? []
    : [
        {
          kind: "generation-late",
          id: "generation-late",
          level: "bad",
          figures: { count: hours },
          since: new Date(now.getTime() - hours * 3_600_000),
        },
      ];
