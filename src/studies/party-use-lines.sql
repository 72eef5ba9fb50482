-- Which lines told of the use of these combos? The last of each day and time of learning.
select max(position_to) as position_to, cast(sum(events) as bigint) as events
from usage
where combo in (select unnest(:combos::int[]))
  and view_id in (0, :view::int)
  and recorded_at <= :known::bigint
  and import_id not in (select unnest(:undone::int[]))
group by combo, day, recorded_at
