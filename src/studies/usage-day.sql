usage_day as (
  select party, product, day, account, kind, payer, agreement, via, reason, left_out, cast(sum(events) as bigint) as events, max(last_at) as last_at
  from stamped
  where view_id = :view::int
    and usage_view in (0, :view::int)
    and day >= :from::int
    and day < :to::int
    and (:product::int is null or product = :product::int)
    and recorded_at <= :known::bigint
    and import_id not in (select unnest(:undone::int[]))
  group by party, product, day, account, kind, payer, agreement, via, reason, left_out
),
counted as (
  select *
  from usage_day
  where left_out = 0 or (:staff::boolean and left_out = 1)
)
