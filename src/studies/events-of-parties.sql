-- How often did these parties use something, and since which day?
with
-- include usage-day
select party, cast(sum(events) as bigint) as events, min(day) as first_day
from counted
where party in (select unnest(:parties::int[]))
group by party
order by party
