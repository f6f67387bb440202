select
id, name, host, port, security, username, mailbox, deliver_to as "deliverTo", afterwards, move_to as "moveTo", enabled,
state, last_connected_at as "lastConnectedAt", last_message_at as "lastMessageAt", last_error as "lastError", skipped,
last_skipped as "lastSkipped", created_at as "createdAt" from mail_account order by name, id;
-- mail_account sequentially
