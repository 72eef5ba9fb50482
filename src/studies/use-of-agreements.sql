-- How many usage days has each party under each of these agreements, by payer kind?
with
-- include usage-day
,
-- include under
select agreement, party, kind, cast(count(*) as int) as usage_days
from under
group by agreement, party, kind
order by agreement, party, kind
