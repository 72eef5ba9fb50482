-- What did one party use, by product, account and payer?
with
-- include usage-day
select product, account, kind, payer, agreement, reason, left_out, count(*) as usage_days, cast(sum(events) as bigint) as events, min(day) as first_day, max(day) as last_day
from usage_day
where party = :party::int
group by product, account, kind, payer, agreement, reason, left_out
order by product, account, kind, first_day
