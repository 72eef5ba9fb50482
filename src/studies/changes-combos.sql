-- Of which identifiers does use move, and on which day for example? Use that is known at one time only names its import, too. What is behind each is looked up one by one.
with
-- include changes-moved

select combo, from_side, from_payer, to_side, to_payer, import_id, min(party) as party, min(day) as day, count(*) as usage_days
from moved
group by combo, from_side, from_payer, to_side, to_payer, import_id
order by usage_days desc, combo, from_side, to_side, from_payer, to_payer, import_id
limit :limit::int
