-- Who used what in whose account before a day, in which way it was paid: from when to when?
select party, account, product, kind, via, reason, min(day) as first_day, max(day) as last_day
from stamped
where view_id = :view::int
  and usage_view in (0, :view::int)
  and day < :until::int
  and (:product::int is null or product = :product::int)
  and recorded_at <= :known::bigint
  and import_id not in (select unnest(:undone::int[]))
  and (left_out = 0 or (:staff::boolean and left_out = 1))
group by party, account, product, kind, via, reason
