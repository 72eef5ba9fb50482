-- When was each of these agreements used last, and by whom?
with
-- include usage-day
,
-- include under
,
latest as (
  select agreement, max(day) as day
  from under
  group by agreement
)
select under.agreement, under.day, under.party, max(under.last_at) as last_at
from under
join latest on latest.agreement = under.agreement and latest.day = under.day
group by under.agreement, under.day, under.party
order by under.agreement, under.party
