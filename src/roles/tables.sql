-- The tables that are derived from the record. They can be dropped and made again at any time.
create table meta (name text not null, value bigint not null);
create table word (dictionary text not null, number int not null, text text not null);
create table statement (position bigint not null, recorded_at bigint not null, body text not null);
-- Usage as it came, per source: lines and events kept, first and last time of learning.
create table usage_source (source text not null, lines bigint not null, events bigint not null, first_recorded bigint not null, last_recorded bigint not null);
create table contested (position bigint not null);

-- Who used what in whose account, as the sources named them; the party is looked up per view, so a merge rewrites no usage.
create table combo (combo int not null, identifier int not null, product int not null, account int not null);

-- Events of one combo on one day, learned at one time from one import. View 0: seen in every view; else a version that holds in that view only.
create table usage (view_id int not null, combo int not null, product int not null, day int not null, recorded_at bigint not null, import_id int not null,
  events bigint not null, last_at int not null, position_from bigint not null, position_to bigint not null);

-- A view is a seller in view and a knowledge time. Combos with the same stamps over time share one cover.
create table combo_view (view_id int not null, combo int not null, party int not null, account int not null, cover int not null);
create table coverage (view_id int not null, cover int not null, from_day int not null, to_day int not null, kind int not null, payer int not null,
  agreement int not null, via int not null, reason int not null, left_out int not null);

-- Agreements under which sponsored use of a product counts, besides the one of its stamp.
create table also_used (view_id int not null, product int not null, agreement int not null, from_day int not null, to_day int not null);

create view stamped as
select combo_view.view_id, usage.view_id as usage_view, usage.product, usage.day, usage.recorded_at, usage.import_id, usage.events, usage.last_at,
  combo_view.party, combo_view.account, usage.combo, coverage.kind, coverage.payer, coverage.agreement, coverage.via, coverage.reason, coverage.left_out
from usage
join combo_view on combo_view.combo = usage.combo
join coverage on coverage.view_id = combo_view.view_id and coverage.cover = combo_view.cover
  and coverage.from_day <= usage.day and usage.day < coverage.to_day;
