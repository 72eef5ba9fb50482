-- Which resold use may be by people of those who resell themselves? Day by day, and whether the user is counted at that day.
with
-- include usage-day
,
-- include channel-flow
select flow.party, flow.product, flow.account, flow.day, flow.via, case when first_use.party is null then 0 else 1 end as first_there
from flow
left join first_use on first_use.party = flow.party and first_use.kind = 2 and first_use.product = flow.product and first_use.via = flow.via and first_use.day = flow.day
where flow.kind = 2
  and flow.via in (select unnest(:resellers::int[]))
  and (:everybody::boolean or flow.party in (select unnest(:parties::int[])) or flow.account in (select unnest(:accounts::int[])))
order by flow.party, flow.product, flow.day, flow.account
