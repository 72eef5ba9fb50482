-- From whom to whom does use go between two knowledge times? A usage day is a party, product, day and account, as known later.
with
-- include changes-moved
,
usage_days as (
  select distinct from_side, from_payer, to_side, to_payer, party, product, day, account
  from moved
)
select from_side, from_payer, to_side, to_payer, count(distinct party) as users, count(*) as usage_days
from usage_days
group by from_side, from_payer, to_side, to_payer
order by usage_days desc, from_side, to_side, from_payer, to_payer
