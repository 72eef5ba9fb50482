-- On which days, and how often, were these combos used?
select combo, product, day, cast(sum(events) as bigint) as events
from usage
where combo in (select unnest(:combos::int[]))
  and view_id in (0, :view::int)
  and day >= :from::int
  and day < :to::int
  and recorded_at <= :known::bigint
  and import_id not in (select unnest(:undone::int[]))
group by combo, product, day
