-- The users of a window with their first payer kind, most used first: the rows behind a figure.
with
-- include usage-day
,
user_row as (
  select party, min(kind) as kind, min(case when kind = 4 then reason end) as reason, count(*) as usage_days, cast(sum(events) as bigint) as events, max(day) as last_day
  from counted
  group by party
),
chosen as (
  select *
  from user_row
  where (:kind::int is null or kind = :kind::int)
    and (:reason::int is null or reason = :reason::int)
    and (:only::boolean is false or party in (select unnest(:parties::int[])))
)
select party, kind, reason, usage_days, events, last_day, (select count(*) from chosen) as total
from chosen
order by usage_days desc, party
limit :limit::int offset :offset::int
