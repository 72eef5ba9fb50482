-- On which days did some parties use what in whose account before a day, and in which way was it paid?
select party, account, product, kind, via, reason, day as first_day, day as last_day
from stamped
where view_id = :view::int
  and usage_view in (0, :view::int)
  and day < :until::int
  and (:product::int is null or product = :product::int)
  and recorded_at <= :known::bigint
  and import_id not in (select unnest(:undone::int[]))
  and (left_out = 0 or (:staff::boolean and left_out = 1))
  and party in (select unnest(:parties::int[]))
group by party, account, product, kind, via, reason, day
