-- On which day did these parties first use each product?
with
-- include usage-day
select party, product, min(day) as day
from counted
where party in (select unnest(:parties::int[]))
group by party, product
order by party, product
