-- Through whom is it used? Days, and each user once: at the first day of its first payer kind. Only where a chain changes in the window the days stand apart.
with
-- include usage-day
,
-- include channel-flow
,
counts as (
  select 'days' as what, kind, reason, via, bought, product, case when via in (select unnest(:changing::int[])) then day else :from::int end as day, count(*) as n
  from flow
  group by kind, reason, via, bought, product, case when via in (select unnest(:changing::int[])) then day else :from::int end
  union all
  select 'users' as what, kind, reason, via, bought, product, case when via in (select unnest(:changing::int[])) then day else :from::int end as day, count(*) as n
  from first_use
  group by kind, reason, via, bought, product, case when via in (select unnest(:changing::int[])) then day else :from::int end
)
select what, kind, reason, via, bought, product, day, n
from counts
order by what, kind, reason, via, bought, product, day
