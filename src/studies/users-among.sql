-- Which of these parties used it in the window?
with
-- include usage-day
select distinct party
from counted
where party in (select unnest(:parties::int[]))
order by party
