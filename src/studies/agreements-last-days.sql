-- When did each of these parties use each product last?
with
-- include usage-day
select party, product, max(day) as last_day
from counted
where party in (select unnest(:parties::int[]))
group by party, product
order by party, product
