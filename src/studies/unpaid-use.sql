-- Which use has no money behind it, and why? A user counts once, under its first reason.
with
-- include usage-day
,
unpaid as (
  select party, reason, day
  from counted
  where kind = 4
),
first_reason as (
  select party, min(reason) as reason
  from unpaid
  group by party
)
select 'users' as what, reason, count(*) as n
from first_reason
group by reason
union all
select 'days' as what, reason, count(*) as n
from unpaid
group by reason
