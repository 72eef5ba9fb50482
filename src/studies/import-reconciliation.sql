-- What became of the use that came with one import, or with all evidence?
select 'in' as what, 0 as kind, 0 as left_out, cast(coalesce(sum(events), 0) as bigint) as events, max(day) as last_day
from usage
where view_id in (0, :view::int)
  and recorded_at <= :known::bigint
  and (:import::int is null or import_id = :import::int)
  and import_id not in (select unnest(:undone::int[]))
union all
select 'became' as what, kind, left_out, cast(sum(events) as bigint) as events, max(day) as last_day
from stamped
where view_id = :view::int
  and usage_view in (0, :view::int)
  and recorded_at <= :known::bigint
  and (:import::int is null or import_id = :import::int)
  and import_id not in (select unnest(:undone::int[]))
group by kind, left_out
