-- What a call is counted as, worked out when it is read and again when its rules change: facts, and few calls have any of them.
-- `apart`: bits of the thresholds it lies below. `nature`: private or business. `category`: what stands for a shielded number.
alter table data.call_record add column apart smallint, add column nature smallint, add column category smallint;
