select name from department where id = $1;
-- department by department_pkey
