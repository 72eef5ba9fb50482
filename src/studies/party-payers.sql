-- Who paid for what one party used, day by day, under which agreement?
with
-- include usage-day
select product, account, day, kind, payer, agreement, left_out, count(*) as usage_days, cast(sum(events) as bigint) as events
from usage_day
where party = :party::int
group by product, account, day, kind, payer, agreement, left_out
order by product, day, kind, agreement, account
