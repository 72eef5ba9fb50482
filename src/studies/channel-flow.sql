seller as (
  select unnest(:sellers::int[]) as via, unnest(:sellerPlaces::int[]) as place
),
bought as (
  select unnest(:bought::int[]) as agreement, unnest(:boughtPlaces::int[]) as place
),
flow as (
  select counted.party, counted.product, counted.day, counted.account, counted.kind, counted.reason, counted.via, coalesce(bought.place, 0) as bought, coalesce(seller.place, 0) as place
  from counted
  left join seller on seller.via = counted.via
  left join bought on bought.agreement = counted.agreement and counted.kind <> 2
),
first_kind as (
  select party, min(kind) as kind
  from flow
  group by party
),
-- The first day of the first kind, or of the first reason where nobody pays; then by the places of sellers. One number, so that no window function is needed.
coded as (
  select flow.party, flow.product, flow.day, flow.kind, flow.reason, flow.via, flow.bought,
    (((case when flow.reason < 0 then 0 else flow.reason end) * 4194304 + cast(flow.day as bigint) + 1000000) * 1048576 + flow.place + flow.bought) * 65536 + flow.product as code
  from flow
  join first_kind on first_kind.party = flow.party and first_kind.kind = flow.kind
),
first_code as (
  select party, min(code) as code
  from coded
  group by party
),
first_use as (
  select distinct coded.party, coded.product, coded.day, coded.kind, coded.reason, coded.via, coded.bought
  from coded
  join first_code on first_code.party = coded.party and first_code.code = coded.code
)
