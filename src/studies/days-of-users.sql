-- On which days did these parties use what?
with
-- include usage-day
select distinct party, product, day
from counted
where party in (select unnest(:parties::int[]))
order by party, product, day
