/** What a generation does with a table of the keyring. A test compares this list with the cluster: a table or a sealed column that is missing here fails it. */
export type Fate =
  /** Every living row is sealed or hashed anew under the new keys: these columns change, and those `kept` stay as `how` says. */
  | {
      readonly fate: "resealed";
      readonly columns: readonly string[];
      readonly how: string;
      readonly kept?: readonly string[];
    }
  /** The rows stay as they are, and why that gives nothing to who keeps an older copy. */
  | { readonly fate: "carried"; readonly why: string }
  /** The rows are gone when the generation has ended. */
  | { readonly fate: "ends"; readonly why: string };

export const KEYRING_TABLES: Readonly<Record<string, Fate>> = {
  subject: {
    fate: "resealed",
    columns: ["lookup", "digits", "national", "last8", "elsewhere", "sealed"],
    how: "opened, hashed under the new lookup key and sealed under the new seal key, in a new table; the old one is dropped",
  },
  slice: {
    fate: "resealed",
    columns: ["wrapped"],
    how: "the same slice key under the new wrap key, in place; ids and pseudonyms stay, so that the data cluster is not touched",
  },
  endpoint: {
    fate: "resealed",
    columns: ["hash", "sealed"],
    how: "the label under the new lookup and seal keys, in place; ids stay",
  },
  box_key: { fate: "resealed", columns: ["wrapped"], how: "the same key of a file under the new wrap key, in place" },
  company_key: {
    fate: "resealed",
    columns: ["wrapped"],
    how: "new wrap, lookup and seal keys under the new root key; the watermark key is new where nothing is hashed with it",
  },
  inbox_key: { fate: "resealed", columns: ["sealed"], how: "the same key pair under the new root key, in place" },
  watermark: {
    fate: "carried",
    why: "HMACs alone, of numbers that nobody has any more; their key is wrapped under the new root key, and only there",
  },
  person_mark: { fate: "carried", why: "HMACs under the watermark key, and random ids" },
  private_number: {
    fate: "resealed",
    columns: ["sealed"],
    kept: ["hash"],
    how: "the number under the new seal key, in place; its hash is made with the watermark key, which goes on",
  },
  intent: { fate: "carried", why: "random ids, gone when the erasure is done" },
  residue: { fate: "carried", why: "names of tables; no personal data" },
  company_state: { fate: "carried", why: "counters; no personal data" },
  keyring_state: { fate: "carried", why: "counters and the ids of keys; no personal data" },
  generation: { fate: "carried", why: "days and counts; no personal data" },
  rekey: { fate: "ends", why: "how far the copying of a company has come" },
  rekey_change: { fate: "ends", why: "random ids of what changed while a company is copied" },
};

/** The tables that a company has of its own, as partitions or while it is copied. */
export const COMPANY_TABLE = /^(subject|slice)_\d+(_next)?$/;
