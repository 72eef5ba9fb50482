-- Which of these were seen using it in the window, or had it used in their account?
with
-- include usage-day
select party
from counted
where party in (select unnest(:parties::int[]))
union
select account as party
from counted
where account in (select unnest(:parties::int[]))
