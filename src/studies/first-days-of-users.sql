-- On which day did these parties first use each product? The few are looked for before anything is put together: over all time there is much use.
select party, product, min(day) as day
from stamped
where view_id = :view::int
  and usage_view in (0, :view::int)
  and day >= :from::int
  and day < :to::int
  and recorded_at <= :known::bigint
  and import_id not in (select unnest(:undone::int[]))
  and (left_out = 0 or (:staff::boolean and left_out = 1))
  and party in (select unnest(:parties::int[]))
group by party, product
order by party, product
