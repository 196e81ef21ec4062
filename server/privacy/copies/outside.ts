import type { CopyStore, MeasuredId, Oldest } from "./copy-store.ts";
import { NOT_HERE, NOT_OURS } from "./means.ts";

/** A store with a gauge is measured; any other says why it is not. */
export type Told<Id> = Omit<CopyStore, "id" | "oldest"> &
  (Id extends MeasuredId ? { readonly oldest?: never } : { readonly oldest: Oldest });

/** What leaves Gallra's own places. */
export const OUTSIDE: { readonly [Id in "bundles" | "backups"]: Told<Id> } = {
  bundles: {
    at: "outside",
    form: "never",
    find: NOT_HERE("made for whoever asks and kept nowhere; a test reads one for numbers"),
    export: NOT_HERE("made for whoever asks and kept nowhere"),
    erase: { by: "not-ours" },
    oldest: { by: "not-measured", why: "kept nowhere" },
    horizon: { by: "operator" },
    describe: "Support bundles: logs and figures without personal data, handed over and not kept.",
  },
  backups: {
    at: "outside",
    form: "sealed",
    find: { by: "not-ours" },
    export: { by: "not-ours" },
    erase: { by: "not-ours" },
    oldest: NOT_OURS,
    horizon: { by: "operator" },
    noCanary: "they are the operator's",
    describe: "Copies the operator makes by own means; Gallra makes none yet. They open until their keys end.",
  },
};
