select id, revision from mail_account where enabled;
-- mail_account sequentially
