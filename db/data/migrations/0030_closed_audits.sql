-- The audit of a company that was closed is verified and purged as before: nobody may write it anew because nobody reads it.
create function data.audited_companies() returns table (id int, closed boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
  select c.id, c.deleted_at is not null from data.company c order by c.id;
end;
revoke execute on function data.audited_companies() from public;
grant execute on function data.audited_companies() to gallra_keeper;
