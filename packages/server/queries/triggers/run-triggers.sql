select id, triggers from department where id = any($1::uuid[]);
-- department by department_pkey
