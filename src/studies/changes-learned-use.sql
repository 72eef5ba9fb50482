-- Which use was learned between two knowledge times, from which import, and how much of it is about days before?
select import_id, cast(sum(events) as bigint) as events, cast(sum(case when day < :thenDay::int then events else 0 end) as bigint) as late_events,
  min(recorded_at) as first_recorded, max(recorded_at) as last_recorded
from usage
where view_id = 0
  and recorded_at > :thenKnown::bigint
  and recorded_at <= :nowKnown::bigint
group by import_id
order by events desc, import_id
