import { type ClassifiedTable, table } from "./classified-table.ts";

/** The same of the keyring cluster. */
export const KEYRING_TABLES: readonly ClassifiedTable[] = [
  table("keyring.box_key", "keys", {
    plain: "company_id id until",
    secret: "wrapped",
  }),
  table("keyring.company_key", "keys", {
    plain: "company_id generation created_at",
    secret: "wrapped",
  }),
  table("keyring.company_state", "keys", {
    plain: "company_id generation marks_version slices_version last_slice_id created_at destroyed_at",
  }),
  table("keyring.endpoint", "endpoints", {
    plain: "company_id kind",
    pseudonym: "id",
    hashed: "hash",
    sealed: "sealed",
  }),
  table("keyring.generation", "keys", {
    plain: "number kind root_kid begun_at ended_at companies subjects longest_switch_ms",
  }),
  table("keyring.inbox_key", "keys", {
    plain: "day kid public",
    secret: "sealed",
  }),
  table("keyring.intent", "intents", {
    plain: "company_id id opened_at",
    pseudonym: "subject_ids",
  }),
  table("keyring.keyring_state", "keys", {
    plain: "only_row root_kid next_root_kid ledger_seq ledger_hash last_sweep_at",
  }),
  table("keyring.person_mark", "cases", {
    plain: "company_id class case_id",
    pseudonym: "subject_ids",
    hashed: "hash forms",
  }),
  table("keyring.private_number", "private-numbers", {
    plain: "company_id id added_on until",
    pseudonym: "endpoint_id",
    hashed: "hash",
    sealed: "sealed",
  }),
  table("keyring.rekey", "keys", {
    plain: "company_id generation begun_at subjects indexed",
    pseudonym: "copied",
  }),
  table("keyring.rekey_change", "keys", {
    plain: "company_id seq",
    pseudonym: "id",
  }),
  table("keyring.residue", "keyring-disk", {
    plain: "company_id relation since",
  }),
  table("keyring.slice", "keys", {
    plain: "company_id id product class call_day expires_on variant destroy_at destroyed_at",
    secret: "wrapped",
  }),
  table("keyring.subject", "subjects", {
    plain: "company_id class normaliser live_until suspended_until",
    pseudonym: "id",
    hashed: "lookup digits national last8 elsewhere",
    sealed: "sealed",
  }),
  table("keyring.watermark", "watermarks", {
    plain: "company_id class normaliser until before",
    hashed: "hash last8",
  }),
];
