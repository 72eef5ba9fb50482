-- How many usage days has each party under each of these agreements, by account, product, payer kind and the seller nearest to it?
with
-- include usage-day
,
-- include under
select agreement, party, kind, account, product, via, count(*) as usage_days
from under
group by agreement, party, kind, account, product, via
order by agreement, party, kind
