-- A usage day counts under the agreement of its stamp; a sponsored one besides under every agreement for everyone, and under those that fund the product.
under as (
  select agreement, party, product, day, account, kind, via, events, last_at
  from counted
  where agreement in (select unnest(:agreements::int[]))
  union all
  select also_used.agreement, counted.party, counted.product, counted.day, counted.account, counted.kind, counted.via, counted.events, counted.last_at
  from counted
  join also_used on also_used.view_id = :view::int
    and also_used.product = counted.product
    and also_used.from_day <= counted.day
    and counted.day < also_used.to_day
    and also_used.agreement <> counted.agreement
    and also_used.agreement in (select unnest(:agreements::int[]))
  where counted.kind = 3
)
