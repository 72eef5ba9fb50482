-- Whose use goes from one payer to another between two knowledge times?
with
-- include changes-moved
,
usage_days as (
  select distinct from_side, from_payer, to_side, to_payer, party, product, day, account
  from moved
)
select party, from_side, from_payer, to_side, to_payer, count(*) as usage_days
from usage_days
group by party, from_side, from_payer, to_side, to_payer
order by usage_days desc, party, from_side, to_side, from_payer, to_payer
limit :limit::int
offset :offset::int
