-- When did each user of the window begin, when was its use first paid, when did it use last: with its use on the first day and on the first paid day?
with
use as (
  select party, account, product, day, kind, payer, agreement, via, reason
  from stamped
  where view_id = :view::int
    and usage_view in (0, :view::int)
    and day < :until::int
    and (:product::int is null or product = :product::int)
    and recorded_at <= :known::bigint
    and import_id not in (select unnest(:undone::int[]))
    and (left_out = 0 or (:staff::boolean and left_out = 1))
),
life as (
  select party, min(day) as first_day, min(case when kind <= 3 then day end) as paid_day, max(day) as last_day
  from use
  group by party
  having min(day) >= :from::int and min(day) < :to::int
)
select life.party, life.first_day, life.paid_day, life.last_day, use.day, use.account, use.product, use.kind, use.payer, use.agreement, use.via, use.reason
from life
join use on use.party = life.party and (use.day = life.first_day or use.day = life.paid_day)
group by life.party, life.first_day, life.paid_day, life.last_day, use.day, use.account, use.product, use.kind, use.payer, use.agreement, use.via, use.reason
order by life.party
