/** What is counted of the gate, by source and day of reception: `data.gate_count.kind`, whose rows stand for years. */
export const GATE_COUNTS = {
  /** Frames left out by a filter; the code is the rule's id, 0 where no rule took them. */
  "left-out": 1,
  /** Frames in which a number was shielded; the code is its category. */
  shielded: 2,
  /** Frames no driver understood, in which digits of shielded numbers were overwritten; the code is 0. */
  struck: 3,
} as const;
export type GateCountKind = keyof typeof GATE_COUNTS;
