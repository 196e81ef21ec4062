import type { Means, Oldest, StoreId } from "./copy-store.ts";

/** What the register says of most stores, in one word each. */
export const THROUGH: Means = { by: "looked-through" };
export const DONE = (step: string): Means => ({ by: "done", step });
export const ITSELF: Means = { by: "by-itself" };
export const WITH = (store: StoreId): Means => ({ by: "with", store });
export const NOT_HERE = (checked: string): Means => ({ by: "not-here", checked });

export const COUNTED: Oldest = { by: "measured" };
export const OF_ALL: Oldest = {
  by: "not-measured",
  why: "it is the whole installation's: nothing in it is counted by company",
};
export const NOT_OURS: Oldest = { by: "not-measured", why: "it lies in other hands" };

export const STAFF = NOT_HERE("people who work with Gallra, not callers");
