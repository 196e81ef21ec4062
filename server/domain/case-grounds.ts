/** Why something is held although its time is over or its person asked for erasure: GDPR Art. 17(3)(b), (d) and (e). */
export const HOLD_GROUNDS = ["legal-claim", "authority-order", "investigation", "public-record"] as const;
export type HoldGround = (typeof HOLD_GROUNDS)[number];

/** GDPR Art. 18(1)(a) to (c). Letter (d), an objection that is being looked into, is a case of its own. */
export const RESTRICTION_GROUNDS = ["accuracy", "unlawful", "claim"] as const;
export type RestrictionGround = (typeof RESTRICTION_GROUNDS)[number];

/** What an objection is made against: GDPR Art. 21(1) and, for what is archived or counted, 21(6). */
export const OBJECTION_GROUNDS = ["situation", "statistics"] as const;
export type ObjectionGround = (typeof OBJECTION_GROUNDS)[number];
