select id, mail_templates as texts from department where id = any($1::uuid[]);
-- department by department_pkey
