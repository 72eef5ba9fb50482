-- On which days did people use a product for whom nobody pays for this reason?
with
-- include usage-day
select distinct party, account, day
from counted
where kind = 4
  and reason = :reason::int
order by party, day, account
