-- Whom alarms are told by mail or webhook, and what was sent to them. Company 0 is the installation itself.
create table data.alarm_recipient (
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- Since when nothing arrives there; null while it does.
  failing_since timestamptz,
  company_id int not null,
  id uuid not null,
  set_by uuid,
  way text not null check (way in ('mail', 'webhook')),
  address text not null check (length(address) between 3 and 254),
  language text not null check (language in ('en', 'sv')),
  scope text not null check (scope in ('all', 'guards', 'kinds')),
  kinds text[] not null check (cardinality(kinds) <= 100),
  pin text check (length(pin) <= 110),
  problem text check (length(problem) <= 40),
  set_by_name text not null,
  primary key (company_id, id)
);
-- Where a webhook is called and by which secret it is signed, sealed to the worker: the portal writes it and cannot read it back.
create table data.alarm_secret (
  set_at timestamptz not null,
  company_id int not null,
  recipient_id uuid not null,
  sealed text not null,
  primary key (company_id, recipient_id)
);
create table data.alarm_message (
  created_at timestamptz not null,
  due_at timestamptz not null,
  first_tried_at timestamptz,
  ended_at timestamptz,
  company_id int not null,
  id uuid not null,
  recipient_id uuid not null,
  -- What the other side answered: a reply code of SMTP or a status of HTTP.
  status int,
  attempts int2 not null default 0 check (attempts >= 0),
  about text not null check (about in ('alarms', 'silence', 'test')),
  state text not null check (state in ('waiting', 'sent', 'failed', 'dropped')),
  problem text check (length(problem) <= 40),
  primary key (company_id, id)
);
create index alarm_message_newest on data.alarm_message (company_id, created_at, id);
create index alarm_message_due on data.alarm_message (due_at) where state = 'waiting';
create table data.alarm_notice (
  company_id int not null,
  message_id uuid not null,
  alarm_id uuid not null,
  event text not null check (event in ('raised', 'over')),
  primary key (company_id, message_id, alarm_id, event)
);
create index alarm_notice_of on data.alarm_notice (company_id, alarm_id);
--> statement-breakpoint
-- Through which relay mails leave: one for the installation.
create table data.mail_relay (
  set_at timestamptz not null,
  set_by uuid,
  port int not null check (port between 1 and 65535),
  id int2 primary key check (id = 1),
  host text not null check (length(host) between 1 and 253),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text check (length(username) <= 254),
  sealed text,
  sender text not null check (length(sender) between 3 and 254),
  portal text check (length(portal) <= 253),
  pin text check (length(pin) <= 110),
  set_by_name text not null
);
--> statement-breakpoint
do $$
declare
  name text;
begin
  foreach name in array array['alarm_recipient', 'alarm_secret', 'alarm_message', 'alarm_notice'] loop
    execute format('alter table data.%I enable row level security', name);
    execute format('alter table data.%I force row level security', name);
    execute format('create policy wall on data.%I using (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)
      with check (company_id = nullif(current_setting(''app.company_id'', true), '''')::int)', name);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update, delete on data.alarm_recipient to gallra_web;
grant insert, delete, select (company_id, recipient_id) on data.alarm_secret to gallra_web;
grant select, insert, update on data.alarm_message to gallra_web;
grant select, insert on data.alarm_notice to gallra_web;
grant insert, delete, select (set_at, set_by, port, id, host, security, username, sender, portal, pin, set_by_name) on data.mail_relay to gallra_web;
-- The worker alone opens what is sealed, inside the company that it sends for.
grant select on data.alarm_secret, data.mail_relay to gallra_keeper;
-- Whoever sends for all companies asks which of them have anything to send: ids and moments alone.
create policy keep_all on data.alarm_recipient for select to gallra_keeper using (true);
create policy keep_all on data.alarm_message for select to gallra_keeper using (true);
grant select (company_id) on data.alarm_recipient to gallra_keeper;
grant select (company_id, id, state, due_at) on data.alarm_message to gallra_keeper;
--> statement-breakpoint
-- Messages so long past that nobody asks for them. At most p_limit rows at once.
create function data.forget_alarm_messages(p_company int, p_before timestamptz, p_limit int) returns int8
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int8;
begin
  if p_company is distinct from nullif(current_setting('app.company_id', true), '')::int then
    raise exception 'another company' using errcode = '42501';
  end if;
  with old as (
    select x.id from data.alarm_message x
      where x.company_id = p_company and x.created_at < p_before and x.state <> 'waiting' order by x.created_at limit p_limit),
  notices as (
    delete from data.alarm_notice n using old where n.company_id = p_company and n.message_id = old.id)
  delete from data.alarm_message m using old where m.company_id = p_company and m.id = old.id;
  get diagnostics gone = row_count;
  return gone;
end $$;
--> statement-breakpoint
alter function data.forget_alarm_messages(int, timestamptz, int) owner to gallra_owner;
revoke execute on function data.forget_alarm_messages(int, timestamptz, int) from public;
grant execute on function data.forget_alarm_messages(int, timestamptz, int) to gallra_keeper;
