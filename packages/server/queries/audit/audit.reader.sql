select a.id, a.at, a.at::text as place, a.actor_id as "actorId", a.subject_kind as "subjectKind",
  a.subject_id as "subjectId", a.action, a.old, a.new
from audit a where true  order by a.at desc, a.id desc limit $1;
-- audit by audit_at

select count(*)::int as count
from (select from audit a where true limit $1) as counted;
-- audit by any index, up to a limit
