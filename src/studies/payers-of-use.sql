-- Who pays for the use, per period? A user counts once, under the first kind that any of its days carries.
with
-- include usage-day
,
start as (
  select unnest(:starts::int[]) as starts
),
period as (
  -- no window function: DuckDB 1.5 fails now and then in one whose input is small
  select start.starts, coalesce(min(later.starts), :to::int) as ends
  from start
  left join start as later on later.starts > start.starts
  group by start.starts
),
day_of_period as (
  select period.starts, usage_day.*
  from usage_day
  join period on period.starts <= usage_day.day and usage_day.day < period.ends
),
counted_of_period as (
  select *
  from day_of_period
  where left_out = 0 or (:staff::boolean and left_out = 1)
),
first_kind as (
  select starts, party, min(kind) as kind
  from counted_of_period
  group by starts, party
)
select starts, 'users' as what, kind, count(*) as n, 0 as events
from first_kind
group by starts, kind
union all
select starts, 'days' as what, kind, count(*) as n, cast(sum(events) as bigint) as events
from counted_of_period
group by starts, kind
union all
select starts, 'left out' as what, left_out as kind, count(*) as n, cast(sum(events) as bigint) as events
from day_of_period
where not (left_out = 0 or (:staff::boolean and left_out = 1))
group by starts, left_out
