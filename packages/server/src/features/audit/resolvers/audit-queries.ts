import type { GraphQLResolveInfo } from 'graphql';
import type { QueryAuditEntriesArgs } from '../../../generated/resolver-types.ts';
import { emptyConnection } from '../../../platform/graphql/connections.ts';
import type { Context } from '../../../platform/graphql/context.ts';
import { globalId, parseGlobalId, type GlobalType } from '../../../platform/graphql/ids.ts';
import { isSelected } from '../../../platform/graphql/is-selected.ts';
import type { AuditEntry } from '../append-audit.ts';
import { listAudit, type AuditRow } from '../audit.reader.ts';

const types: Readonly<Record<AuditEntry['subjectKind'], GlobalType>> = {
  DEPARTMENT: 'Department',
  INBOUND_MESSAGE: 'InboundMessage',
  MAIL_ACCOUNT: 'MailAccount',
  PERSON: 'Person',
  TICKET: 'Ticket',
  TOKEN: 'Token',
};

const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

export const auditQueries = {
  Query: {
    auditEntries(
      _: unknown,
      { subjectId, ...paging }: QueryAuditEntriesArgs,
      context: Context,
      info: GraphQLResolveInfo,
    ) {
      const subject = subjectId == null ? null : parseGlobalId(subjectId);
      if (subjectId != null && subject === null) return emptyConnection();
      const wanted = { subjectId: subject?.id ?? null, counted: isSelected(info, 'totalCount') };
      return listAudit(context.desk.db, wanted, paging);
    },
  },
  AuditEntry: {
    subjectId: ({ subjectKind, subjectId }: AuditRow) => globalId(types[subjectKind], subjectId),
    old: (row: AuditRow) => json(row.old),
    new: (row: AuditRow) => json(row.new),
  },
};
