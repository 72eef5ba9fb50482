then_use as (
  select combo, day, min(party) as party, min(product) as product, min(account) as account,
    min(case when left_out = 0 or (:staff::boolean and left_out = 1) then kind else 5 + left_out end) as side, min(payer) as payer, max(import_id) as import_id
  from stamped
  where view_id = :thenView::int
    and usage_view in (0, :thenView::int)
    and day >= :from::int
    and day < :to::int
    and (:product::int is null or product = :product::int)
    and recorded_at <= :thenKnown::bigint
    and import_id not in (select unnest(:thenUndone::int[]))
    and combo in (select unnest(:combos::int[]))
  group by combo, day
),
now_use as (
  select combo, day, min(party) as party, min(product) as product, min(account) as account,
    min(case when left_out = 0 or (:staff::boolean and left_out = 1) then kind else 5 + left_out end) as side, min(payer) as payer, max(import_id) as import_id
  from stamped
  where view_id = :nowView::int
    and usage_view in (0, :nowView::int)
    and day >= :from::int
    and day < :to::int
    and (:product::int is null or product = :product::int)
    and recorded_at <= :nowKnown::bigint
    and import_id not in (select unnest(:nowUndone::int[]))
    and combo in (select unnest(:combos::int[]))
  group by combo, day
),
renamed as (
  select unnest(:oldPayers::int[]) as old_payer, unnest(:newPayers::int[]) as new_payer
),
both_uses as (
  select coalesce(now_use.combo, then_use.combo) as combo, coalesce(now_use.day, then_use.day) as day, coalesce(now_use.party, then_use.party) as party,
    coalesce(now_use.product, then_use.product) as product, coalesce(now_use.account, then_use.account) as account,
    coalesce(then_use.side, 8) as from_side, coalesce(then_use.payer, 0) as old_payer, coalesce(now_use.side, 8) as to_side, coalesce(now_use.payer, 0) as to_payer,
    case when then_use.combo is null then now_use.import_id when now_use.combo is null then then_use.import_id else 0 end as import_id
  from then_use
  full join now_use on then_use.combo = now_use.combo and then_use.day = now_use.day
),
moved as (
  -- who pays for himself is his own payer: of these flows the party says it already
  select combo, day, party, product, account, from_side, case when from_side > 5 or from_side = 0 then 0 else coalesce(new_payer, both_uses.old_payer) end as from_payer,
    to_side, case when to_side > 5 or to_side = 0 then 0 else to_payer end as to_payer, import_id
  from both_uses
  left join renamed on renamed.old_payer = both_uses.old_payer
  where from_side <> to_side or (to_side between 1 and 5 and coalesce(new_payer, both_uses.old_payer) <> to_payer)
)
