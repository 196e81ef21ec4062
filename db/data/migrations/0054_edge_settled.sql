-- When the edge last showed that it follows the present task: from then on it writes nothing more of a source that was stopped before.
alter table data.edge add column settled_at timestamptz;
