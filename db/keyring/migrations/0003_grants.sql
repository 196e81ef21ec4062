-- EXECUTE and nothing else: no role of an application can read or write a table of the keyring.
revoke all on schema keyring from public;
--> statement-breakpoint
revoke all on all tables in schema keyring from public;
--> statement-breakpoint
revoke execute on all functions in schema keyring from public;
--> statement-breakpoint
alter default privileges in schema keyring revoke execute on functions from public;
--> statement-breakpoint
grant usage on schema keyring to gallra_web, gallra_ingest, gallra_keeper;
--> statement-breakpoint
grant execute on function
  keyring.state, keyring.adopt_root, keyring.company_keys, keyring.slices_version, keyring.slices_by_id, keyring.live_slices,
  keyring.reserve_slices, keyring.add_slices, keyring.find_slices, keyring.watermarks, keyring.inbox_keys
  to gallra_web, gallra_ingest, gallra_keeper;
--> statement-breakpoint
grant execute on function keyring.resolve_subjects, keyring.known_subjects, keyring.resolve_endpoints, keyring.inbox_private to gallra_ingest;
--> statement-breakpoint
grant execute on function
  keyring.create_company, keyring.find_subjects, keyring.reveal_subjects, keyring.suspend_subjects, keyring.resubject,
  keyring.endpoints_by_id, keyring.find_endpoints, keyring.resolve_endpoints, keyring.add_box, keyring.box, keyring.destroy_box,
  keyring.ledger_begin, keyring.ledger_advance, keyring.destroy_subjects, keyring.add_watermarks, keyring.open_intent,
  keyring.list_intents, keyring.close_intent, keyring.residues, keyring.scrub, keyring.cycle_wal
  to gallra_web;
--> statement-breakpoint
grant execute on function
  keyring.note_sweep, keyring.move_slice, keyring.settle_subjects, keyring.ledger_begin, keyring.ledger_advance, keyring.destroy_subjects,
  keyring.add_watermarks, keyring.open_intent, keyring.list_intents, keyring.close_intent, keyring.has_expired_subjects,
  keyring.expire_subjects, keyring.due_slices, keyring.shred_slices, keyring.live_slices_by_expiry, keyring.destroy_company,
  keyring.add_inbox_key, keyring.destroy_inbox_keys, keyring.destroy_box, keyring.residues, keyring.scrub, keyring.cycle_wal
  to gallra_keeper;
