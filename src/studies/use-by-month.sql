-- What did one party use, day by day, and who paid?
with
-- include usage-day
select product, day, kind, left_out, count(*) as usage_days, cast(sum(events) as bigint) as events
from usage_day
where party = :party::int
group by product, day, kind, left_out
order by product, day, kind
