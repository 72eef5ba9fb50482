-- How many usage days has each party, by account, product and stamp?
with
-- include usage-day
select party, account, product, kind, payer, agreement, via, reason, left_out, count(*) as usage_days, cast(sum(events) as bigint) as events
from usage_day
where (not :some_kinds::boolean or kind in (select unnest(:kinds::int[])))
  and (not :some_payers::boolean or payer in (select unnest(:payers::int[])))
  and (not :some_vias::boolean or via in (select unnest(:vias::int[])))
  and (not :some_agreements::boolean or agreement in (select unnest(:agreements::int[])))
  and (not :some_accounts::boolean or account in (select unnest(:accounts::int[])))
  and (not :some_products::boolean or product in (select unnest(:products::int[])))
group by party, account, product, kind, payer, agreement, via, reason, left_out
order by party
