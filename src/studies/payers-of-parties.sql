-- Who paid for how many of these parties' usage days, and under which agreement?
with
-- include usage-day
select party, kind, payer, agreement, count(*) as usage_days
from counted
where party in (select unnest(:parties::int[]))
group by party, kind, payer, agreement
order by party, kind, usage_days desc, agreement
