-- What each column is: `personal`, `pseudonym`, `key`, or `none` of these. A column that nobody has classified fails a test.
comment on table keyring.keyring_state is 'one row: root key in use, ledger, last sweep';
--> statement-breakpoint
comment on column keyring.keyring_state.only_row is 'none: keeps it one row';
--> statement-breakpoint
comment on column keyring.keyring_state.root_kid is 'none: id of the root key the keyring was made with';
--> statement-breakpoint
comment on column keyring.keyring_state.ledger_seq is 'none: last ledger entry applied';
--> statement-breakpoint
comment on column keyring.keyring_state.ledger_hash is 'none: its hash';
--> statement-breakpoint
comment on column keyring.keyring_state.last_sweep_at is 'none: when the last sweep ended';
--> statement-breakpoint
comment on table keyring.company_state is 'one row a company, kept after its end';
--> statement-breakpoint
comment on column keyring.company_state.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.company_state.generation is 'none: generation of the keys in use';
--> statement-breakpoint
comment on column keyring.company_state.marks_version is 'none: rises with every watermark';
--> statement-breakpoint
comment on column keyring.company_state.slices_version is 'none: rises with every slice made, moved or destroyed';
--> statement-breakpoint
comment on column keyring.company_state.last_slice_id is 'none: last slice id handed out';
--> statement-breakpoint
comment on column keyring.company_state.created_at is 'none: when the keys were made';
--> statement-breakpoint
comment on column keyring.company_state.destroyed_at is 'none: when the company was off-boarded';
--> statement-breakpoint
comment on table keyring.company_key is 'the keys of a company in one generation';
--> statement-breakpoint
comment on column keyring.company_key.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.company_key.generation is 'none: generation';
--> statement-breakpoint
comment on column keyring.company_key.wrapped is 'key: JWE under the root key: wrap, lookup, seal and watermark key';
--> statement-breakpoint
comment on column keyring.company_key.created_at is 'none: when they were made';
--> statement-breakpoint
comment on table keyring.subject is 'an identifier of a person in a company';
--> statement-breakpoint
comment on column keyring.subject.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.subject.class is 'none: data class, a code of domain/codes.ts';
--> statement-breakpoint
comment on column keyring.subject.normaliser is 'none: version of the normaliser that read it';
--> statement-breakpoint
comment on column keyring.subject.live_until is 'none: from this day on it is refused and swept';
--> statement-breakpoint
comment on column keyring.subject.suspended_until is 'none: grace before an erasure: refused while set';
--> statement-breakpoint
comment on column keyring.subject.id is 'pseudonym: 96 random bits and 32 zero bits';
--> statement-breakpoint
comment on column keyring.subject.lookup is 'personal: HMAC of the canonical form, 16 bytes';
--> statement-breakpoint
comment on column keyring.subject.digits is 'personal: HMAC of the digits as written';
--> statement-breakpoint
comment on column keyring.subject.national is 'personal: HMAC of the national form';
--> statement-breakpoint
comment on column keyring.subject.last8 is 'personal: HMAC of the last eight digits';
--> statement-breakpoint
comment on column keyring.subject.elsewhere is 'personal: HMAC of the last eight digits of a written form that ends in others';
--> statement-breakpoint
comment on column keyring.subject.sealed is 'personal: the identifier, AES-256-GCM under the seal key of the company';
--> statement-breakpoint
comment on table keyring.slice is 'one key per company, product, class, call day and expiry day';
--> statement-breakpoint
comment on column keyring.slice.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.slice.id is 'none: slice id, as rows of the data cluster carry it';
--> statement-breakpoint
comment on column keyring.slice.product is 'none: a code of domain/codes.ts';
--> statement-breakpoint
comment on column keyring.slice.class is 'none: a code of domain/codes.ts';
--> statement-breakpoint
comment on column keyring.slice.call_day is 'none: day of the calls';
--> statement-breakpoint
comment on column keyring.slice.expires_on is 'none: first day on which it is refused';
--> statement-breakpoint
comment on column keyring.slice.variant is 'none: 0, or its own id once it was moved to another end';
--> statement-breakpoint
comment on column keyring.slice.destroy_at is 'none: the instant from which it is refused';
--> statement-breakpoint
comment on column keyring.slice.destroyed_at is 'none: when the key was destroyed; the row stays as a tombstone';
--> statement-breakpoint
comment on column keyring.slice.wrapped is 'key: the slice key, AES-256-GCM under the wrap key of the company; null for a tombstone';
--> statement-breakpoint
comment on table keyring.inbox_key is 'one key pair a day for what is collected and not yet read';
--> statement-breakpoint
comment on column keyring.inbox_key.day is 'none: day';
--> statement-breakpoint
comment on column keyring.inbox_key.kid is 'none: RFC 7638 thumbprint';
--> statement-breakpoint
comment on column keyring.inbox_key.public is 'none: public half';
--> statement-breakpoint
comment on column keyring.inbox_key.sealed is 'key: private half, JWE under the root key';
--> statement-breakpoint
comment on table keyring.watermark is 'what is erased, up to which moment';
--> statement-breakpoint
comment on column keyring.watermark.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.watermark.class is 'none: data class';
--> statement-breakpoint
comment on column keyring.watermark.normaliser is 'none: version of the normaliser that read it';
--> statement-breakpoint
comment on column keyring.watermark.until is 'none: last day on which it is asked';
--> statement-breakpoint
comment on column keyring.watermark.before is 'none: calls and frames before it leave the identifier out';
--> statement-breakpoint
comment on column keyring.watermark.hash is 'personal: HMAC of the canonical form under the watermark key';
--> statement-breakpoint
comment on column keyring.watermark.last8 is 'personal: HMAC of the last eight digits under the watermark key';
--> statement-breakpoint
comment on table keyring.intent is 'an erasure under way';
--> statement-breakpoint
comment on column keyring.intent.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.intent.id is 'none: erasure id';
--> statement-breakpoint
comment on column keyring.intent.subject_ids is 'pseudonym: the subjects destroyed';
--> statement-breakpoint
comment on column keyring.intent.opened_at is 'none: when it began';
--> statement-breakpoint
comment on table keyring.endpoint is 'an extension, queue or trunk of the company';
--> statement-breakpoint
comment on column keyring.endpoint.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.endpoint.id is 'pseudonym: random id, as facts carry it';
--> statement-breakpoint
comment on column keyring.endpoint.kind is 'none: 1 extension, 2 queue, 3 trunk';
--> statement-breakpoint
comment on column keyring.endpoint.hash is 'personal: HMAC of the label';
--> statement-breakpoint
comment on column keyring.endpoint.sealed is 'personal: the label, AES-256-GCM under the seal key of the company';
--> statement-breakpoint
comment on table keyring.box_key is 'the key of one sealed file';
--> statement-breakpoint
comment on column keyring.box_key.company_id is 'none: company';
--> statement-breakpoint
comment on column keyring.box_key.id is 'none: file id';
--> statement-breakpoint
comment on column keyring.box_key.until is 'none: from this instant on it is refused';
--> statement-breakpoint
comment on column keyring.box_key.wrapped is 'key: AES-256-GCM under the wrap key of the company';
--> statement-breakpoint
comment on table keyring.residue is 'tables with destroyed rows that have not left the disk';
--> statement-breakpoint
comment on column keyring.residue.company_id is 'none: company, 0 for none';
--> statement-breakpoint
comment on column keyring.residue.relation is 'none: table';
--> statement-breakpoint
comment on column keyring.residue.since is 'none: transaction that destroyed';
--> statement-breakpoint
do $$
declare
  name text;
begin
  for name in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'keyring' and c.relkind in ('r', 'p') loop
    perform keyring.keep_from_statistics(name, name);
  end loop;
end
$$;
