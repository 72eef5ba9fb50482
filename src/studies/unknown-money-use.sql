-- Whose use, and in which account, is of unknown payer?
with
-- include usage-day
select party, account, product, count(*) as usage_days, cast(sum(events) as bigint) as events, min(day) as first_day, max(day) as last_day
from counted
where kind = 5
group by party, account, product
order by party, account, product
