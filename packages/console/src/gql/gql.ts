/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment TicketSeqOnly on Ticket {\n    id\n    number\n    seq\n  }\n": typeof types.TicketSeqOnlyFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      ...PersonParts\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  query Desk {\n    eventCursor\n    departments {\n      id\n      slug\n      name\n    }\n  }\n": typeof types.DeskDocument,
    "\n  query EventCursor {\n    eventCursor\n  }\n": typeof types.EventCursorDocument,
    "\n  fragment PersonParts on Person {\n    id\n    name\n    role\n    state\n    mayCommentPublicly\n    addresses\n    organization\n    departments {\n      id\n    }\n  }\n": typeof types.PersonPartsFragmentDoc,
    "\n  fragment DepartmentParts on Department {\n    id\n    slug\n    name\n    preset\n    ccEnabled\n    ccLimit\n    supportAddresses\n    settings {\n      key\n      value\n      source\n      sentence\n    }\n  }\n": typeof types.DepartmentPartsFragmentDoc,
    "\n  query AdminDepartments {\n    departments {\n      ...DepartmentParts\n    }\n  }\n": typeof types.AdminDepartmentsDocument,
    "\n  mutation CreateDepartment($input: CreateDepartmentInput!) {\n    createDepartment(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.CreateDepartmentDocument,
    "\n  mutation ChangeDepartment($input: ChangeDepartmentInput!) {\n    changeDepartment(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.ChangeDepartmentDocument,
    "\n  mutation ApplyPreset($input: ApplyPresetInput!) {\n    applyPreset(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ApplyPresetDocument,
    "\n  mutation AddSupportAddress($input: AddSupportAddressInput!) {\n    addSupportAddress(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.AddSupportAddressDocument,
    "\n  mutation RemoveSupportAddress($input: RemoveSupportAddressInput!) {\n    removeSupportAddress(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RemoveSupportAddressDocument,
    "\n  query AdminPeople($search: String, $roles: [Role!], $first: Int!, $after: String) {\n    people(search: $search, roles: $roles, first: $first, after: $after) {\n      edges {\n        node {\n          ...PersonParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": typeof types.AdminPeopleDocument,
    "\n  mutation CreatePerson($input: CreatePersonInput!) {\n    createPerson(input: $input) {\n      person {\n        ...PersonParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.CreatePersonDocument,
    "\n  mutation ChangePerson($input: ChangePersonInput!) {\n    changePerson(input: $input) {\n      person {\n        ...PersonParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.ChangePersonDocument,
    "\n  fragment MailboxParts on MailAccount {\n    id\n    name\n    host\n    port\n    security\n    username\n    mailbox\n    deliverTo\n    afterwards\n    moveTo\n    enabled\n    state\n    lastConnectedAt\n    lastMessageAt\n    lastError\n    skipped\n    lastSkipped\n  }\n": typeof types.MailboxPartsFragmentDoc,
    "\n  query Mailboxes {\n    mailAccounts {\n      ...MailboxParts\n    }\n    departments {\n      id\n      name\n      supportAddresses\n    }\n  }\n": typeof types.MailboxesDocument,
    "\n  mutation CreateMailbox($input: CreateMailAccountInput!) {\n    createMailAccount(input: $input) {\n      mailAccount {\n        ...MailboxParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.CreateMailboxDocument,
    "\n  mutation ChangeMailbox($input: ChangeMailAccountInput!) {\n    changeMailAccount(input: $input) {\n      mailAccount {\n        ...MailboxParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ChangeMailboxDocument,
    "\n  mutation DeleteMailbox($input: DeleteMailAccountInput!) {\n    deleteMailAccount(input: $input) {\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.DeleteMailboxDocument,
    "\n  query PreviewReply($input: PreviewReplyInput!) {\n    previewReply(input: $input) {\n      seq\n      recipients {\n        address\n        header\n        because\n        person {\n          id\n          name\n        }\n      }\n      notTold {\n        because\n        person {\n          id\n          name\n        }\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.PreviewReplyDocument,
    "\n  mutation AddComment($input: AddCommentInput!) {\n    addComment(input: $input) {\n      comment {\n        id\n      }\n      ticket {\n        id\n        number\n        status\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.AddCommentDocument,
    "\n  query Drafts($ticketId: ID!) {\n    ticket(id: $ticketId) {\n      id\n      number\n      drafts {\n        visibility\n        body\n      }\n    }\n  }\n": typeof types.DraftsDocument,
    "\n  mutation SaveDraft($input: SaveDraftInput!) {\n    saveDraft(input: $input) {\n      errors {\n        code\n      }\n    }\n  }\n": typeof types.SaveDraftDocument,
    "\n  fragment InboundParts on InboundMessage {\n    id\n    status\n    cause\n    error\n    attempts\n    subject\n    fromAddress\n    recipients\n    receivedAt\n    preview\n    originalUrl\n    confidence\n    confidenceReasons\n    department {\n      id\n      name\n    }\n    ticket {\n      id\n      number\n      subject\n    }\n    decision {\n      outcome\n      rule\n      because\n      otherwise\n      trace {\n        rule\n        held\n        because\n        facts\n      }\n    }\n  }\n": typeof types.InboundPartsFragmentDoc,
    "\n  query SuspendedMessages($first: Int!, $after: String) {\n    suspendedMessages(first: $first, after: $after) {\n      edges {\n        node {\n          ...InboundParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": typeof types.SuspendedMessagesDocument,
    "\n  query SuspendedCount {\n    suspendedMessages(first: 1) {\n      totalCount\n    }\n  }\n": typeof types.SuspendedCountDocument,
    "\n  query FailedMessages($first: Int!, $after: String) {\n    failedMessages(first: $first, after: $after) {\n      edges {\n        node {\n          ...InboundParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": typeof types.FailedMessagesDocument,
    "\n  mutation RecoverMessage($input: RecoverSuspendedMessageInput!) {\n    recoverSuspendedMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RecoverMessageDocument,
    "\n  mutation DiscardMessage($input: DiscardSuspendedMessageInput!) {\n    discardSuspendedMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.DiscardMessageDocument,
    "\n  mutation RetryMessage($input: RetryInboundMessageInput!) {\n    retryInboundMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RetryMessageDocument,
    "\n  query SentMail($first: Int!, $after: String) {\n    sentMail(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          person {\n            id\n            name\n          }\n          address\n          to\n          cc\n          subject\n          bodyText\n          bodyHtml\n          state\n          error\n          because\n          createdAt\n          ticket {\n            id\n            number\n            subject\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": typeof types.SentMailDocument,
    "\n  query Participation($id: ID!, $first: Int!, $after: String) {\n    ticket(id: $id) {\n      id\n      participation(first: $first, after: $after) {\n        edges {\n          cursor\n          node {\n            seq\n            at\n            person {\n              id\n              name\n            }\n            change\n            as\n            sentence\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": typeof types.ParticipationDocument,
    "\n  query FindPeople($search: String, $roles: [Role!], $first: Int!) {\n    people(search: $search, roles: $roles, first: $first) {\n      edges {\n        node {\n          ...PersonParts\n        }\n      }\n    }\n  }\n": typeof types.FindPeopleDocument,
    "\n  mutation AddCcs($input: AddCcsInput!) {\n    addCcs(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.AddCcsDocument,
    "\n  mutation RemoveCcs($input: RemoveCcsInput!) {\n    removeCcs(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RemoveCcsDocument,
    "\n  mutation RestrictCc($input: RestrictCcInput!) {\n    restrictCc(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RestrictCcDocument,
    "\n  mutation AddFollowers($input: AddFollowersInput!) {\n    addFollowers(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.AddFollowersDocument,
    "\n  mutation RemoveFollowers($input: RemoveFollowersInput!) {\n    removeFollowers(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RemoveFollowersDocument,
    "\n  mutation FollowTicket($input: FollowTicketInput!) {\n    followTicket(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.FollowTicketDocument,
    "\n  mutation UnfollowTicket($input: UnfollowTicketInput!) {\n    unfollowTicket(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.UnfollowTicketDocument,
    "\n  fragment CommentDeliveries on Comment {\n    id\n    deliveries {\n      person {\n        id\n        name\n      }\n      address\n      header\n      state\n      error\n      because\n    }\n  }\n": typeof types.CommentDeliveriesFragmentDoc,
    "\n  fragment CommentParts on Comment {\n    id\n    author {\n      ...PersonParts\n    }\n    visibility\n    bodyText\n    bodyHtml\n    quotedText\n    signature\n    via\n    createdAt\n    editedAt\n    deletedAt\n    deletedBy {\n      id\n      name\n    }\n    flags\n    attachments {\n      id\n      name\n      size\n      url\n      inline\n    }\n    originalUrl\n    decision {\n      outcome\n      rule\n      because\n      otherwise\n      trace {\n        rule\n        held\n        because\n        facts\n      }\n    }\n    confidence\n    confidenceReasons\n    notCopied {\n      address\n      sentence\n    }\n    viewerMay {\n      edit\n      delete\n      makeInternal\n    }\n    ...CommentDeliveries\n  }\n": typeof types.CommentPartsFragmentDoc,
    "\n  query EarlierComments($id: ID!, $before: String!) {\n    ticket(id: $id) {\n      id\n      comments(last: 60, before: $before) {\n        edges {\n          node {\n            ...CommentParts\n          }\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": typeof types.EarlierCommentsDocument,
    "\n  mutation MakeCommentInternal($input: MakeCommentInternalInput!) {\n    makeCommentInternal(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.MakeCommentInternalDocument,
    "\n  mutation EditComment($input: EditCommentInput!) {\n    editComment(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.EditCommentDocument,
    "\n  mutation DeleteComment($input: DeleteCommentInput!) {\n    deleteComment(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.DeleteCommentDocument,
    "\n  query CommentRevisions($id: ID!) {\n    node(id: $id) {\n      ... on Comment {\n        id\n        revisions {\n          bodyText\n          replacedAt\n          replacedBy {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n": typeof types.CommentRevisionsDocument,
    "\n  fragment DepartmentRulesParts on Department {\n    id\n    name\n    ccEnabled\n    ccLimit\n    supportAddresses\n    settings {\n      key\n      value\n    }\n    triggers {\n      id\n      name\n      active\n      on\n      after {\n        hours\n        since\n      }\n      conditions {\n        all {\n          field\n          is\n          values\n        }\n        any {\n          field\n          is\n          values\n        }\n      }\n      actions {\n        kind\n        values\n      }\n    }\n  }\n": typeof types.DepartmentRulesPartsFragmentDoc,
    "\n  query DepartmentRules($id: ID!) {\n    node(id: $id) {\n      ... on Department {\n        ...DepartmentRulesParts\n      }\n    }\n  }\n": typeof types.DepartmentRulesDocument,
    "\n  subscription DepartmentEvents($departmentIds: [ID!]) {\n    departmentEvents(departmentIds: $departmentIds) {\n      departmentId\n      department {\n        ...DepartmentRulesParts\n      }\n    }\n  }\n": typeof types.DepartmentEventsDocument,
    "\n  subscription Presence($ticketId: ID!) {\n    presence(ticketId: $ticketId) {\n      ticketId\n      people {\n        state\n        person {\n          id\n          name\n        }\n      }\n    }\n  }\n": typeof types.PresenceDocument,
    "\n  mutation SetPresence($input: SetPresenceInput!) {\n    setPresence(input: $input) {\n      errors {\n        code\n      }\n    }\n  }\n": typeof types.SetPresenceDocument,
    "\n  query TicketRelated($id: ID!) {\n    ticket(id: $id) {\n      id\n      mergedFrom {\n        ...TicketLink\n      }\n      followUps {\n        ...TicketLink\n      }\n      ratings {\n        id\n        person {\n          id\n          name\n        }\n        score\n        comment\n        occasion\n        givenAt\n      }\n    }\n  }\n": typeof types.TicketRelatedDocument,
    "\n  subscription TicketEvents($ticketId: ID!, $after: Int) {\n    ticketEvents(ticketId: $ticketId, after: $after) {\n      __typename\n      seq\n      ticketId\n      ticket {\n        id\n        number\n        isPrivate\n      }\n      ... on CommentAdded {\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on CommentChanged {\n        commentId\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on CommentDeleted {\n        commentId\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on DeliveryChanged {\n        comment {\n          ...CommentDeliveries\n        }\n      }\n      ... on CcAdded {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on CcChanged {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on CcRemoved {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on FollowerAdded {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on FollowerRemoved {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on TicketChanged {\n        ticket {\n          ...TicketParts\n        }\n      }\n      ... on WarningRaised {\n        ticket {\n          ...TicketWarnings\n        }\n      }\n      ... on WarningResolved {\n        ticket {\n          ...TicketWarnings\n        }\n      }\n    }\n  }\n": typeof types.TicketEventsDocument,
    "\n  fragment TicketLink on Ticket {\n    id\n    number\n    subject\n    status\n  }\n": typeof types.TicketLinkFragmentDoc,
    "\n  fragment TicketPeople on Ticket {\n    id\n    ccs {\n      person {\n        ...PersonParts\n      }\n      address\n      helpCenterAccess\n    }\n    viewerFollows\n    followers {\n      ...PersonParts\n    }\n  }\n": typeof types.TicketPeopleFragmentDoc,
    "\n  fragment WarningParts on Warning {\n    id\n    kind\n    message\n    resolvedAt\n    comment {\n      id\n    }\n  }\n": typeof types.WarningPartsFragmentDoc,
    "\n  fragment TicketWarnings on Ticket {\n    id\n    warnings {\n      ...WarningParts\n    }\n  }\n": typeof types.TicketWarningsFragmentDoc,
    "\n  fragment TicketParts on Ticket {\n    id\n    number\n    subject\n    status\n    priority\n    tags\n    isPrivate\n    department {\n      id\n      name\n    }\n    requester {\n      ...PersonParts\n    }\n    assignee {\n      ...PersonParts\n    }\n    viewerMay {\n      edit\n      changeCcs\n      changeFollowers\n      commentPublicly\n      commentInternally\n    }\n  }\n": typeof types.TicketPartsFragmentDoc,
    "\n  query TicketPage($number: Int!) {\n    ticket(number: $number) {\n      ...TicketParts\n      ...TicketPeople\n      ...TicketWarnings\n      mergedInto {\n        ...TicketLink\n      }\n      followUpOf {\n        ...TicketLink\n      }\n      seq\n      department {\n        ...DepartmentRulesParts\n      }\n      comments(last: 60) {\n        edges {\n          node {\n            ...CommentParts\n          }\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": typeof types.TicketPageDocument,
    "\n  query TicketSeq($id: ID!) {\n    ticket(id: $id) {\n      id\n      seq\n    }\n  }\n": typeof types.TicketSeqDocument,
    "\n  mutation ChangeTicket($input: ChangeTicketInput!) {\n    changeTicket(input: $input) {\n      ticket {\n        ...TicketParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ChangeTicketDocument,
    "\n  mutation ResolveWarning($input: ResolveWarningInput!) {\n    resolveWarning(input: $input) {\n      warning {\n        ...WarningParts\n      }\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ResolveWarningDocument,
    "\n  query NewTicketDepartments {\n    departments {\n      id\n      slug\n      name\n      ccEnabled\n      ccLimit\n      supportAddresses\n    }\n  }\n": typeof types.NewTicketDepartmentsDocument,
    "\n  mutation CreateTicket($input: CreateTicketInput!) {\n    createTicket(input: $input) {\n      ticket {\n        id\n        number\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": typeof types.CreateTicketDocument,
    "\n  fragment TicketRow on Ticket {\n    id\n    number\n    subject\n    status\n    updatedAt\n    isPrivate\n    requester {\n      id\n      name\n    }\n    assignee {\n      id\n      name\n    }\n    department {\n      id\n      slug\n      name\n    }\n    warningCount\n  }\n": typeof types.TicketRowFragmentDoc,
    "\n  query TicketList($filter: TicketFilter, $first: Int!, $after: String) {\n    tickets(filter: $filter, orderBy: UPDATED_AT_DESC, first: $first, after: $after) {\n      edges {\n        node {\n          ...TicketRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.TicketListDocument,
    "\n  query ViewCount($filter: TicketFilter) {\n    tickets(filter: $filter, first: 1) {\n      totalCount\n    }\n  }\n": typeof types.ViewCountDocument,
    "\n  subscription DeskEvents($after: String) {\n    deskEvents(after: $after) {\n      __typename\n      type\n      cursor\n      seq\n      ticketId\n      actor {\n        id\n        name\n      }\n      ticket {\n        ...TicketRow\n      }\n    }\n  }\n": typeof types.DeskEventsDocument,
};
const documents: Documents = {
    "\n  fragment TicketSeqOnly on Ticket {\n    id\n    number\n    seq\n  }\n": types.TicketSeqOnlyFragmentDoc,
    "\n  query Viewer {\n    viewer {\n      ...PersonParts\n    }\n  }\n": types.ViewerDocument,
    "\n  query Desk {\n    eventCursor\n    departments {\n      id\n      slug\n      name\n    }\n  }\n": types.DeskDocument,
    "\n  query EventCursor {\n    eventCursor\n  }\n": types.EventCursorDocument,
    "\n  fragment PersonParts on Person {\n    id\n    name\n    role\n    state\n    mayCommentPublicly\n    addresses\n    organization\n    departments {\n      id\n    }\n  }\n": types.PersonPartsFragmentDoc,
    "\n  fragment DepartmentParts on Department {\n    id\n    slug\n    name\n    preset\n    ccEnabled\n    ccLimit\n    supportAddresses\n    settings {\n      key\n      value\n      source\n      sentence\n    }\n  }\n": types.DepartmentPartsFragmentDoc,
    "\n  query AdminDepartments {\n    departments {\n      ...DepartmentParts\n    }\n  }\n": types.AdminDepartmentsDocument,
    "\n  mutation CreateDepartment($input: CreateDepartmentInput!) {\n    createDepartment(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.CreateDepartmentDocument,
    "\n  mutation ChangeDepartment($input: ChangeDepartmentInput!) {\n    changeDepartment(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.ChangeDepartmentDocument,
    "\n  mutation ApplyPreset($input: ApplyPresetInput!) {\n    applyPreset(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.ApplyPresetDocument,
    "\n  mutation AddSupportAddress($input: AddSupportAddressInput!) {\n    addSupportAddress(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.AddSupportAddressDocument,
    "\n  mutation RemoveSupportAddress($input: RemoveSupportAddressInput!) {\n    removeSupportAddress(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.RemoveSupportAddressDocument,
    "\n  query AdminPeople($search: String, $roles: [Role!], $first: Int!, $after: String) {\n    people(search: $search, roles: $roles, first: $first, after: $after) {\n      edges {\n        node {\n          ...PersonParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": types.AdminPeopleDocument,
    "\n  mutation CreatePerson($input: CreatePersonInput!) {\n    createPerson(input: $input) {\n      person {\n        ...PersonParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.CreatePersonDocument,
    "\n  mutation ChangePerson($input: ChangePersonInput!) {\n    changePerson(input: $input) {\n      person {\n        ...PersonParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.ChangePersonDocument,
    "\n  fragment MailboxParts on MailAccount {\n    id\n    name\n    host\n    port\n    security\n    username\n    mailbox\n    deliverTo\n    afterwards\n    moveTo\n    enabled\n    state\n    lastConnectedAt\n    lastMessageAt\n    lastError\n    skipped\n    lastSkipped\n  }\n": types.MailboxPartsFragmentDoc,
    "\n  query Mailboxes {\n    mailAccounts {\n      ...MailboxParts\n    }\n    departments {\n      id\n      name\n      supportAddresses\n    }\n  }\n": types.MailboxesDocument,
    "\n  mutation CreateMailbox($input: CreateMailAccountInput!) {\n    createMailAccount(input: $input) {\n      mailAccount {\n        ...MailboxParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.CreateMailboxDocument,
    "\n  mutation ChangeMailbox($input: ChangeMailAccountInput!) {\n    changeMailAccount(input: $input) {\n      mailAccount {\n        ...MailboxParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.ChangeMailboxDocument,
    "\n  mutation DeleteMailbox($input: DeleteMailAccountInput!) {\n    deleteMailAccount(input: $input) {\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.DeleteMailboxDocument,
    "\n  query PreviewReply($input: PreviewReplyInput!) {\n    previewReply(input: $input) {\n      seq\n      recipients {\n        address\n        header\n        because\n        person {\n          id\n          name\n        }\n      }\n      notTold {\n        because\n        person {\n          id\n          name\n        }\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.PreviewReplyDocument,
    "\n  mutation AddComment($input: AddCommentInput!) {\n    addComment(input: $input) {\n      comment {\n        id\n      }\n      ticket {\n        id\n        number\n        status\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.AddCommentDocument,
    "\n  query Drafts($ticketId: ID!) {\n    ticket(id: $ticketId) {\n      id\n      number\n      drafts {\n        visibility\n        body\n      }\n    }\n  }\n": types.DraftsDocument,
    "\n  mutation SaveDraft($input: SaveDraftInput!) {\n    saveDraft(input: $input) {\n      errors {\n        code\n      }\n    }\n  }\n": types.SaveDraftDocument,
    "\n  fragment InboundParts on InboundMessage {\n    id\n    status\n    cause\n    error\n    attempts\n    subject\n    fromAddress\n    recipients\n    receivedAt\n    preview\n    originalUrl\n    confidence\n    confidenceReasons\n    department {\n      id\n      name\n    }\n    ticket {\n      id\n      number\n      subject\n    }\n    decision {\n      outcome\n      rule\n      because\n      otherwise\n      trace {\n        rule\n        held\n        because\n        facts\n      }\n    }\n  }\n": types.InboundPartsFragmentDoc,
    "\n  query SuspendedMessages($first: Int!, $after: String) {\n    suspendedMessages(first: $first, after: $after) {\n      edges {\n        node {\n          ...InboundParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": types.SuspendedMessagesDocument,
    "\n  query SuspendedCount {\n    suspendedMessages(first: 1) {\n      totalCount\n    }\n  }\n": types.SuspendedCountDocument,
    "\n  query FailedMessages($first: Int!, $after: String) {\n    failedMessages(first: $first, after: $after) {\n      edges {\n        node {\n          ...InboundParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": types.FailedMessagesDocument,
    "\n  mutation RecoverMessage($input: RecoverSuspendedMessageInput!) {\n    recoverSuspendedMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.RecoverMessageDocument,
    "\n  mutation DiscardMessage($input: DiscardSuspendedMessageInput!) {\n    discardSuspendedMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.DiscardMessageDocument,
    "\n  mutation RetryMessage($input: RetryInboundMessageInput!) {\n    retryInboundMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.RetryMessageDocument,
    "\n  query SentMail($first: Int!, $after: String) {\n    sentMail(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          person {\n            id\n            name\n          }\n          address\n          to\n          cc\n          subject\n          bodyText\n          bodyHtml\n          state\n          error\n          because\n          createdAt\n          ticket {\n            id\n            number\n            subject\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n": types.SentMailDocument,
    "\n  query Participation($id: ID!, $first: Int!, $after: String) {\n    ticket(id: $id) {\n      id\n      participation(first: $first, after: $after) {\n        edges {\n          cursor\n          node {\n            seq\n            at\n            person {\n              id\n              name\n            }\n            change\n            as\n            sentence\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n": types.ParticipationDocument,
    "\n  query FindPeople($search: String, $roles: [Role!], $first: Int!) {\n    people(search: $search, roles: $roles, first: $first) {\n      edges {\n        node {\n          ...PersonParts\n        }\n      }\n    }\n  }\n": types.FindPeopleDocument,
    "\n  mutation AddCcs($input: AddCcsInput!) {\n    addCcs(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.AddCcsDocument,
    "\n  mutation RemoveCcs($input: RemoveCcsInput!) {\n    removeCcs(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.RemoveCcsDocument,
    "\n  mutation RestrictCc($input: RestrictCcInput!) {\n    restrictCc(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.RestrictCcDocument,
    "\n  mutation AddFollowers($input: AddFollowersInput!) {\n    addFollowers(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.AddFollowersDocument,
    "\n  mutation RemoveFollowers($input: RemoveFollowersInput!) {\n    removeFollowers(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.RemoveFollowersDocument,
    "\n  mutation FollowTicket($input: FollowTicketInput!) {\n    followTicket(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.FollowTicketDocument,
    "\n  mutation UnfollowTicket($input: UnfollowTicketInput!) {\n    unfollowTicket(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.UnfollowTicketDocument,
    "\n  fragment CommentDeliveries on Comment {\n    id\n    deliveries {\n      person {\n        id\n        name\n      }\n      address\n      header\n      state\n      error\n      because\n    }\n  }\n": types.CommentDeliveriesFragmentDoc,
    "\n  fragment CommentParts on Comment {\n    id\n    author {\n      ...PersonParts\n    }\n    visibility\n    bodyText\n    bodyHtml\n    quotedText\n    signature\n    via\n    createdAt\n    editedAt\n    deletedAt\n    deletedBy {\n      id\n      name\n    }\n    flags\n    attachments {\n      id\n      name\n      size\n      url\n      inline\n    }\n    originalUrl\n    decision {\n      outcome\n      rule\n      because\n      otherwise\n      trace {\n        rule\n        held\n        because\n        facts\n      }\n    }\n    confidence\n    confidenceReasons\n    notCopied {\n      address\n      sentence\n    }\n    viewerMay {\n      edit\n      delete\n      makeInternal\n    }\n    ...CommentDeliveries\n  }\n": types.CommentPartsFragmentDoc,
    "\n  query EarlierComments($id: ID!, $before: String!) {\n    ticket(id: $id) {\n      id\n      comments(last: 60, before: $before) {\n        edges {\n          node {\n            ...CommentParts\n          }\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": types.EarlierCommentsDocument,
    "\n  mutation MakeCommentInternal($input: MakeCommentInternalInput!) {\n    makeCommentInternal(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.MakeCommentInternalDocument,
    "\n  mutation EditComment($input: EditCommentInput!) {\n    editComment(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.EditCommentDocument,
    "\n  mutation DeleteComment($input: DeleteCommentInput!) {\n    deleteComment(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.DeleteCommentDocument,
    "\n  query CommentRevisions($id: ID!) {\n    node(id: $id) {\n      ... on Comment {\n        id\n        revisions {\n          bodyText\n          replacedAt\n          replacedBy {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n": types.CommentRevisionsDocument,
    "\n  fragment DepartmentRulesParts on Department {\n    id\n    name\n    ccEnabled\n    ccLimit\n    supportAddresses\n    settings {\n      key\n      value\n    }\n    triggers {\n      id\n      name\n      active\n      on\n      after {\n        hours\n        since\n      }\n      conditions {\n        all {\n          field\n          is\n          values\n        }\n        any {\n          field\n          is\n          values\n        }\n      }\n      actions {\n        kind\n        values\n      }\n    }\n  }\n": types.DepartmentRulesPartsFragmentDoc,
    "\n  query DepartmentRules($id: ID!) {\n    node(id: $id) {\n      ... on Department {\n        ...DepartmentRulesParts\n      }\n    }\n  }\n": types.DepartmentRulesDocument,
    "\n  subscription DepartmentEvents($departmentIds: [ID!]) {\n    departmentEvents(departmentIds: $departmentIds) {\n      departmentId\n      department {\n        ...DepartmentRulesParts\n      }\n    }\n  }\n": types.DepartmentEventsDocument,
    "\n  subscription Presence($ticketId: ID!) {\n    presence(ticketId: $ticketId) {\n      ticketId\n      people {\n        state\n        person {\n          id\n          name\n        }\n      }\n    }\n  }\n": types.PresenceDocument,
    "\n  mutation SetPresence($input: SetPresenceInput!) {\n    setPresence(input: $input) {\n      errors {\n        code\n      }\n    }\n  }\n": types.SetPresenceDocument,
    "\n  query TicketRelated($id: ID!) {\n    ticket(id: $id) {\n      id\n      mergedFrom {\n        ...TicketLink\n      }\n      followUps {\n        ...TicketLink\n      }\n      ratings {\n        id\n        person {\n          id\n          name\n        }\n        score\n        comment\n        occasion\n        givenAt\n      }\n    }\n  }\n": types.TicketRelatedDocument,
    "\n  subscription TicketEvents($ticketId: ID!, $after: Int) {\n    ticketEvents(ticketId: $ticketId, after: $after) {\n      __typename\n      seq\n      ticketId\n      ticket {\n        id\n        number\n        isPrivate\n      }\n      ... on CommentAdded {\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on CommentChanged {\n        commentId\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on CommentDeleted {\n        commentId\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on DeliveryChanged {\n        comment {\n          ...CommentDeliveries\n        }\n      }\n      ... on CcAdded {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on CcChanged {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on CcRemoved {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on FollowerAdded {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on FollowerRemoved {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on TicketChanged {\n        ticket {\n          ...TicketParts\n        }\n      }\n      ... on WarningRaised {\n        ticket {\n          ...TicketWarnings\n        }\n      }\n      ... on WarningResolved {\n        ticket {\n          ...TicketWarnings\n        }\n      }\n    }\n  }\n": types.TicketEventsDocument,
    "\n  fragment TicketLink on Ticket {\n    id\n    number\n    subject\n    status\n  }\n": types.TicketLinkFragmentDoc,
    "\n  fragment TicketPeople on Ticket {\n    id\n    ccs {\n      person {\n        ...PersonParts\n      }\n      address\n      helpCenterAccess\n    }\n    viewerFollows\n    followers {\n      ...PersonParts\n    }\n  }\n": types.TicketPeopleFragmentDoc,
    "\n  fragment WarningParts on Warning {\n    id\n    kind\n    message\n    resolvedAt\n    comment {\n      id\n    }\n  }\n": types.WarningPartsFragmentDoc,
    "\n  fragment TicketWarnings on Ticket {\n    id\n    warnings {\n      ...WarningParts\n    }\n  }\n": types.TicketWarningsFragmentDoc,
    "\n  fragment TicketParts on Ticket {\n    id\n    number\n    subject\n    status\n    priority\n    tags\n    isPrivate\n    department {\n      id\n      name\n    }\n    requester {\n      ...PersonParts\n    }\n    assignee {\n      ...PersonParts\n    }\n    viewerMay {\n      edit\n      changeCcs\n      changeFollowers\n      commentPublicly\n      commentInternally\n    }\n  }\n": types.TicketPartsFragmentDoc,
    "\n  query TicketPage($number: Int!) {\n    ticket(number: $number) {\n      ...TicketParts\n      ...TicketPeople\n      ...TicketWarnings\n      mergedInto {\n        ...TicketLink\n      }\n      followUpOf {\n        ...TicketLink\n      }\n      seq\n      department {\n        ...DepartmentRulesParts\n      }\n      comments(last: 60) {\n        edges {\n          node {\n            ...CommentParts\n          }\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n": types.TicketPageDocument,
    "\n  query TicketSeq($id: ID!) {\n    ticket(id: $id) {\n      id\n      seq\n    }\n  }\n": types.TicketSeqDocument,
    "\n  mutation ChangeTicket($input: ChangeTicketInput!) {\n    changeTicket(input: $input) {\n      ticket {\n        ...TicketParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.ChangeTicketDocument,
    "\n  mutation ResolveWarning($input: ResolveWarningInput!) {\n    resolveWarning(input: $input) {\n      warning {\n        ...WarningParts\n      }\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.ResolveWarningDocument,
    "\n  query NewTicketDepartments {\n    departments {\n      id\n      slug\n      name\n      ccEnabled\n      ccLimit\n      supportAddresses\n    }\n  }\n": types.NewTicketDepartmentsDocument,
    "\n  mutation CreateTicket($input: CreateTicketInput!) {\n    createTicket(input: $input) {\n      ticket {\n        id\n        number\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n": types.CreateTicketDocument,
    "\n  fragment TicketRow on Ticket {\n    id\n    number\n    subject\n    status\n    updatedAt\n    isPrivate\n    requester {\n      id\n      name\n    }\n    assignee {\n      id\n      name\n    }\n    department {\n      id\n      slug\n      name\n    }\n    warningCount\n  }\n": types.TicketRowFragmentDoc,
    "\n  query TicketList($filter: TicketFilter, $first: Int!, $after: String) {\n    tickets(filter: $filter, orderBy: UPDATED_AT_DESC, first: $first, after: $after) {\n      edges {\n        node {\n          ...TicketRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.TicketListDocument,
    "\n  query ViewCount($filter: TicketFilter) {\n    tickets(filter: $filter, first: 1) {\n      totalCount\n    }\n  }\n": types.ViewCountDocument,
    "\n  subscription DeskEvents($after: String) {\n    deskEvents(after: $after) {\n      __typename\n      type\n      cursor\n      seq\n      ticketId\n      actor {\n        id\n        name\n      }\n      ticket {\n        ...TicketRow\n      }\n    }\n  }\n": types.DeskEventsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TicketSeqOnly on Ticket {\n    id\n    number\n    seq\n  }\n"): (typeof documents)["\n  fragment TicketSeqOnly on Ticket {\n    id\n    number\n    seq\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      ...PersonParts\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      ...PersonParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Desk {\n    eventCursor\n    departments {\n      id\n      slug\n      name\n    }\n  }\n"): (typeof documents)["\n  query Desk {\n    eventCursor\n    departments {\n      id\n      slug\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EventCursor {\n    eventCursor\n  }\n"): (typeof documents)["\n  query EventCursor {\n    eventCursor\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PersonParts on Person {\n    id\n    name\n    role\n    state\n    mayCommentPublicly\n    addresses\n    organization\n    departments {\n      id\n    }\n  }\n"): (typeof documents)["\n  fragment PersonParts on Person {\n    id\n    name\n    role\n    state\n    mayCommentPublicly\n    addresses\n    organization\n    departments {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DepartmentParts on Department {\n    id\n    slug\n    name\n    preset\n    ccEnabled\n    ccLimit\n    supportAddresses\n    settings {\n      key\n      value\n      source\n      sentence\n    }\n  }\n"): (typeof documents)["\n  fragment DepartmentParts on Department {\n    id\n    slug\n    name\n    preset\n    ccEnabled\n    ccLimit\n    supportAddresses\n    settings {\n      key\n      value\n      source\n      sentence\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AdminDepartments {\n    departments {\n      ...DepartmentParts\n    }\n  }\n"): (typeof documents)["\n  query AdminDepartments {\n    departments {\n      ...DepartmentParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateDepartment($input: CreateDepartmentInput!) {\n    createDepartment(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateDepartment($input: CreateDepartmentInput!) {\n    createDepartment(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeDepartment($input: ChangeDepartmentInput!) {\n    changeDepartment(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeDepartment($input: ChangeDepartmentInput!) {\n    changeDepartment(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApplyPreset($input: ApplyPresetInput!) {\n    applyPreset(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ApplyPreset($input: ApplyPresetInput!) {\n    applyPreset(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddSupportAddress($input: AddSupportAddressInput!) {\n    addSupportAddress(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation AddSupportAddress($input: AddSupportAddressInput!) {\n    addSupportAddress(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveSupportAddress($input: RemoveSupportAddressInput!) {\n    removeSupportAddress(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveSupportAddress($input: RemoveSupportAddressInput!) {\n    removeSupportAddress(input: $input) {\n      department {\n        ...DepartmentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AdminPeople($search: String, $roles: [Role!], $first: Int!, $after: String) {\n    people(search: $search, roles: $roles, first: $first, after: $after) {\n      edges {\n        node {\n          ...PersonParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query AdminPeople($search: String, $roles: [Role!], $first: Int!, $after: String) {\n    people(search: $search, roles: $roles, first: $first, after: $after) {\n      edges {\n        node {\n          ...PersonParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreatePerson($input: CreatePersonInput!) {\n    createPerson(input: $input) {\n      person {\n        ...PersonParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreatePerson($input: CreatePersonInput!) {\n    createPerson(input: $input) {\n      person {\n        ...PersonParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePerson($input: ChangePersonInput!) {\n    changePerson(input: $input) {\n      person {\n        ...PersonParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangePerson($input: ChangePersonInput!) {\n    changePerson(input: $input) {\n      person {\n        ...PersonParts\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MailboxParts on MailAccount {\n    id\n    name\n    host\n    port\n    security\n    username\n    mailbox\n    deliverTo\n    afterwards\n    moveTo\n    enabled\n    state\n    lastConnectedAt\n    lastMessageAt\n    lastError\n    skipped\n    lastSkipped\n  }\n"): (typeof documents)["\n  fragment MailboxParts on MailAccount {\n    id\n    name\n    host\n    port\n    security\n    username\n    mailbox\n    deliverTo\n    afterwards\n    moveTo\n    enabled\n    state\n    lastConnectedAt\n    lastMessageAt\n    lastError\n    skipped\n    lastSkipped\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Mailboxes {\n    mailAccounts {\n      ...MailboxParts\n    }\n    departments {\n      id\n      name\n      supportAddresses\n    }\n  }\n"): (typeof documents)["\n  query Mailboxes {\n    mailAccounts {\n      ...MailboxParts\n    }\n    departments {\n      id\n      name\n      supportAddresses\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateMailbox($input: CreateMailAccountInput!) {\n    createMailAccount(input: $input) {\n      mailAccount {\n        ...MailboxParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateMailbox($input: CreateMailAccountInput!) {\n    createMailAccount(input: $input) {\n      mailAccount {\n        ...MailboxParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeMailbox($input: ChangeMailAccountInput!) {\n    changeMailAccount(input: $input) {\n      mailAccount {\n        ...MailboxParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeMailbox($input: ChangeMailAccountInput!) {\n    changeMailAccount(input: $input) {\n      mailAccount {\n        ...MailboxParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteMailbox($input: DeleteMailAccountInput!) {\n    deleteMailAccount(input: $input) {\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteMailbox($input: DeleteMailAccountInput!) {\n    deleteMailAccount(input: $input) {\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PreviewReply($input: PreviewReplyInput!) {\n    previewReply(input: $input) {\n      seq\n      recipients {\n        address\n        header\n        because\n        person {\n          id\n          name\n        }\n      }\n      notTold {\n        because\n        person {\n          id\n          name\n        }\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  query PreviewReply($input: PreviewReplyInput!) {\n    previewReply(input: $input) {\n      seq\n      recipients {\n        address\n        header\n        because\n        person {\n          id\n          name\n        }\n      }\n      notTold {\n        because\n        person {\n          id\n          name\n        }\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddComment($input: AddCommentInput!) {\n    addComment(input: $input) {\n      comment {\n        id\n      }\n      ticket {\n        id\n        number\n        status\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation AddComment($input: AddCommentInput!) {\n    addComment(input: $input) {\n      comment {\n        id\n      }\n      ticket {\n        id\n        number\n        status\n      }\n      errors {\n        code\n        message\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Drafts($ticketId: ID!) {\n    ticket(id: $ticketId) {\n      id\n      number\n      drafts {\n        visibility\n        body\n      }\n    }\n  }\n"): (typeof documents)["\n  query Drafts($ticketId: ID!) {\n    ticket(id: $ticketId) {\n      id\n      number\n      drafts {\n        visibility\n        body\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveDraft($input: SaveDraftInput!) {\n    saveDraft(input: $input) {\n      errors {\n        code\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SaveDraft($input: SaveDraftInput!) {\n    saveDraft(input: $input) {\n      errors {\n        code\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment InboundParts on InboundMessage {\n    id\n    status\n    cause\n    error\n    attempts\n    subject\n    fromAddress\n    recipients\n    receivedAt\n    preview\n    originalUrl\n    confidence\n    confidenceReasons\n    department {\n      id\n      name\n    }\n    ticket {\n      id\n      number\n      subject\n    }\n    decision {\n      outcome\n      rule\n      because\n      otherwise\n      trace {\n        rule\n        held\n        because\n        facts\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment InboundParts on InboundMessage {\n    id\n    status\n    cause\n    error\n    attempts\n    subject\n    fromAddress\n    recipients\n    receivedAt\n    preview\n    originalUrl\n    confidence\n    confidenceReasons\n    department {\n      id\n      name\n    }\n    ticket {\n      id\n      number\n      subject\n    }\n    decision {\n      outcome\n      rule\n      because\n      otherwise\n      trace {\n        rule\n        held\n        because\n        facts\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SuspendedMessages($first: Int!, $after: String) {\n    suspendedMessages(first: $first, after: $after) {\n      edges {\n        node {\n          ...InboundParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query SuspendedMessages($first: Int!, $after: String) {\n    suspendedMessages(first: $first, after: $after) {\n      edges {\n        node {\n          ...InboundParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SuspendedCount {\n    suspendedMessages(first: 1) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query SuspendedCount {\n    suspendedMessages(first: 1) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FailedMessages($first: Int!, $after: String) {\n    failedMessages(first: $first, after: $after) {\n      edges {\n        node {\n          ...InboundParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query FailedMessages($first: Int!, $after: String) {\n    failedMessages(first: $first, after: $after) {\n      edges {\n        node {\n          ...InboundParts\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RecoverMessage($input: RecoverSuspendedMessageInput!) {\n    recoverSuspendedMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RecoverMessage($input: RecoverSuspendedMessageInput!) {\n    recoverSuspendedMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DiscardMessage($input: DiscardSuspendedMessageInput!) {\n    discardSuspendedMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DiscardMessage($input: DiscardSuspendedMessageInput!) {\n    discardSuspendedMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RetryMessage($input: RetryInboundMessageInput!) {\n    retryInboundMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RetryMessage($input: RetryInboundMessageInput!) {\n    retryInboundMessage(input: $input) {\n      message {\n        ...InboundParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SentMail($first: Int!, $after: String) {\n    sentMail(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          person {\n            id\n            name\n          }\n          address\n          to\n          cc\n          subject\n          bodyText\n          bodyHtml\n          state\n          error\n          because\n          createdAt\n          ticket {\n            id\n            number\n            subject\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query SentMail($first: Int!, $after: String) {\n    sentMail(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          person {\n            id\n            name\n          }\n          address\n          to\n          cc\n          subject\n          bodyText\n          bodyHtml\n          state\n          error\n          because\n          createdAt\n          ticket {\n            id\n            number\n            subject\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Participation($id: ID!, $first: Int!, $after: String) {\n    ticket(id: $id) {\n      id\n      participation(first: $first, after: $after) {\n        edges {\n          cursor\n          node {\n            seq\n            at\n            person {\n              id\n              name\n            }\n            change\n            as\n            sentence\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Participation($id: ID!, $first: Int!, $after: String) {\n    ticket(id: $id) {\n      id\n      participation(first: $first, after: $after) {\n        edges {\n          cursor\n          node {\n            seq\n            at\n            person {\n              id\n              name\n            }\n            change\n            as\n            sentence\n          }\n        }\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FindPeople($search: String, $roles: [Role!], $first: Int!) {\n    people(search: $search, roles: $roles, first: $first) {\n      edges {\n        node {\n          ...PersonParts\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query FindPeople($search: String, $roles: [Role!], $first: Int!) {\n    people(search: $search, roles: $roles, first: $first) {\n      edges {\n        node {\n          ...PersonParts\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddCcs($input: AddCcsInput!) {\n    addCcs(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation AddCcs($input: AddCcsInput!) {\n    addCcs(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveCcs($input: RemoveCcsInput!) {\n    removeCcs(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveCcs($input: RemoveCcsInput!) {\n    removeCcs(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestrictCc($input: RestrictCcInput!) {\n    restrictCc(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RestrictCc($input: RestrictCcInput!) {\n    restrictCc(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddFollowers($input: AddFollowersInput!) {\n    addFollowers(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation AddFollowers($input: AddFollowersInput!) {\n    addFollowers(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveFollowers($input: RemoveFollowersInput!) {\n    removeFollowers(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveFollowers($input: RemoveFollowersInput!) {\n    removeFollowers(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FollowTicket($input: FollowTicketInput!) {\n    followTicket(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation FollowTicket($input: FollowTicketInput!) {\n    followTicket(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UnfollowTicket($input: UnfollowTicketInput!) {\n    unfollowTicket(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UnfollowTicket($input: UnfollowTicketInput!) {\n    unfollowTicket(input: $input) {\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CommentDeliveries on Comment {\n    id\n    deliveries {\n      person {\n        id\n        name\n      }\n      address\n      header\n      state\n      error\n      because\n    }\n  }\n"): (typeof documents)["\n  fragment CommentDeliveries on Comment {\n    id\n    deliveries {\n      person {\n        id\n        name\n      }\n      address\n      header\n      state\n      error\n      because\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CommentParts on Comment {\n    id\n    author {\n      ...PersonParts\n    }\n    visibility\n    bodyText\n    bodyHtml\n    quotedText\n    signature\n    via\n    createdAt\n    editedAt\n    deletedAt\n    deletedBy {\n      id\n      name\n    }\n    flags\n    attachments {\n      id\n      name\n      size\n      url\n      inline\n    }\n    originalUrl\n    decision {\n      outcome\n      rule\n      because\n      otherwise\n      trace {\n        rule\n        held\n        because\n        facts\n      }\n    }\n    confidence\n    confidenceReasons\n    notCopied {\n      address\n      sentence\n    }\n    viewerMay {\n      edit\n      delete\n      makeInternal\n    }\n    ...CommentDeliveries\n  }\n"): (typeof documents)["\n  fragment CommentParts on Comment {\n    id\n    author {\n      ...PersonParts\n    }\n    visibility\n    bodyText\n    bodyHtml\n    quotedText\n    signature\n    via\n    createdAt\n    editedAt\n    deletedAt\n    deletedBy {\n      id\n      name\n    }\n    flags\n    attachments {\n      id\n      name\n      size\n      url\n      inline\n    }\n    originalUrl\n    decision {\n      outcome\n      rule\n      because\n      otherwise\n      trace {\n        rule\n        held\n        because\n        facts\n      }\n    }\n    confidence\n    confidenceReasons\n    notCopied {\n      address\n      sentence\n    }\n    viewerMay {\n      edit\n      delete\n      makeInternal\n    }\n    ...CommentDeliveries\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EarlierComments($id: ID!, $before: String!) {\n    ticket(id: $id) {\n      id\n      comments(last: 60, before: $before) {\n        edges {\n          node {\n            ...CommentParts\n          }\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query EarlierComments($id: ID!, $before: String!) {\n    ticket(id: $id) {\n      id\n      comments(last: 60, before: $before) {\n        edges {\n          node {\n            ...CommentParts\n          }\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MakeCommentInternal($input: MakeCommentInternalInput!) {\n    makeCommentInternal(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation MakeCommentInternal($input: MakeCommentInternalInput!) {\n    makeCommentInternal(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditComment($input: EditCommentInput!) {\n    editComment(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation EditComment($input: EditCommentInput!) {\n    editComment(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteComment($input: DeleteCommentInput!) {\n    deleteComment(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteComment($input: DeleteCommentInput!) {\n    deleteComment(input: $input) {\n      comment {\n        ...CommentParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CommentRevisions($id: ID!) {\n    node(id: $id) {\n      ... on Comment {\n        id\n        revisions {\n          bodyText\n          replacedAt\n          replacedBy {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query CommentRevisions($id: ID!) {\n    node(id: $id) {\n      ... on Comment {\n        id\n        revisions {\n          bodyText\n          replacedAt\n          replacedBy {\n            id\n            name\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DepartmentRulesParts on Department {\n    id\n    name\n    ccEnabled\n    ccLimit\n    supportAddresses\n    settings {\n      key\n      value\n    }\n    triggers {\n      id\n      name\n      active\n      on\n      after {\n        hours\n        since\n      }\n      conditions {\n        all {\n          field\n          is\n          values\n        }\n        any {\n          field\n          is\n          values\n        }\n      }\n      actions {\n        kind\n        values\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment DepartmentRulesParts on Department {\n    id\n    name\n    ccEnabled\n    ccLimit\n    supportAddresses\n    settings {\n      key\n      value\n    }\n    triggers {\n      id\n      name\n      active\n      on\n      after {\n        hours\n        since\n      }\n      conditions {\n        all {\n          field\n          is\n          values\n        }\n        any {\n          field\n          is\n          values\n        }\n      }\n      actions {\n        kind\n        values\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DepartmentRules($id: ID!) {\n    node(id: $id) {\n      ... on Department {\n        ...DepartmentRulesParts\n      }\n    }\n  }\n"): (typeof documents)["\n  query DepartmentRules($id: ID!) {\n    node(id: $id) {\n      ... on Department {\n        ...DepartmentRulesParts\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DepartmentEvents($departmentIds: [ID!]) {\n    departmentEvents(departmentIds: $departmentIds) {\n      departmentId\n      department {\n        ...DepartmentRulesParts\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription DepartmentEvents($departmentIds: [ID!]) {\n    departmentEvents(departmentIds: $departmentIds) {\n      departmentId\n      department {\n        ...DepartmentRulesParts\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Presence($ticketId: ID!) {\n    presence(ticketId: $ticketId) {\n      ticketId\n      people {\n        state\n        person {\n          id\n          name\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Presence($ticketId: ID!) {\n    presence(ticketId: $ticketId) {\n      ticketId\n      people {\n        state\n        person {\n          id\n          name\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetPresence($input: SetPresenceInput!) {\n    setPresence(input: $input) {\n      errors {\n        code\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SetPresence($input: SetPresenceInput!) {\n    setPresence(input: $input) {\n      errors {\n        code\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TicketRelated($id: ID!) {\n    ticket(id: $id) {\n      id\n      mergedFrom {\n        ...TicketLink\n      }\n      followUps {\n        ...TicketLink\n      }\n      ratings {\n        id\n        person {\n          id\n          name\n        }\n        score\n        comment\n        occasion\n        givenAt\n      }\n    }\n  }\n"): (typeof documents)["\n  query TicketRelated($id: ID!) {\n    ticket(id: $id) {\n      id\n      mergedFrom {\n        ...TicketLink\n      }\n      followUps {\n        ...TicketLink\n      }\n      ratings {\n        id\n        person {\n          id\n          name\n        }\n        score\n        comment\n        occasion\n        givenAt\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription TicketEvents($ticketId: ID!, $after: Int) {\n    ticketEvents(ticketId: $ticketId, after: $after) {\n      __typename\n      seq\n      ticketId\n      ticket {\n        id\n        number\n        isPrivate\n      }\n      ... on CommentAdded {\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on CommentChanged {\n        commentId\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on CommentDeleted {\n        commentId\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on DeliveryChanged {\n        comment {\n          ...CommentDeliveries\n        }\n      }\n      ... on CcAdded {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on CcChanged {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on CcRemoved {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on FollowerAdded {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on FollowerRemoved {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on TicketChanged {\n        ticket {\n          ...TicketParts\n        }\n      }\n      ... on WarningRaised {\n        ticket {\n          ...TicketWarnings\n        }\n      }\n      ... on WarningResolved {\n        ticket {\n          ...TicketWarnings\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription TicketEvents($ticketId: ID!, $after: Int) {\n    ticketEvents(ticketId: $ticketId, after: $after) {\n      __typename\n      seq\n      ticketId\n      ticket {\n        id\n        number\n        isPrivate\n      }\n      ... on CommentAdded {\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on CommentChanged {\n        commentId\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on CommentDeleted {\n        commentId\n        comment {\n          ...CommentParts\n        }\n      }\n      ... on DeliveryChanged {\n        comment {\n          ...CommentDeliveries\n        }\n      }\n      ... on CcAdded {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on CcChanged {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on CcRemoved {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on FollowerAdded {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on FollowerRemoved {\n        ticket {\n          ...TicketPeople\n        }\n      }\n      ... on TicketChanged {\n        ticket {\n          ...TicketParts\n        }\n      }\n      ... on WarningRaised {\n        ticket {\n          ...TicketWarnings\n        }\n      }\n      ... on WarningResolved {\n        ticket {\n          ...TicketWarnings\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TicketLink on Ticket {\n    id\n    number\n    subject\n    status\n  }\n"): (typeof documents)["\n  fragment TicketLink on Ticket {\n    id\n    number\n    subject\n    status\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TicketPeople on Ticket {\n    id\n    ccs {\n      person {\n        ...PersonParts\n      }\n      address\n      helpCenterAccess\n    }\n    viewerFollows\n    followers {\n      ...PersonParts\n    }\n  }\n"): (typeof documents)["\n  fragment TicketPeople on Ticket {\n    id\n    ccs {\n      person {\n        ...PersonParts\n      }\n      address\n      helpCenterAccess\n    }\n    viewerFollows\n    followers {\n      ...PersonParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WarningParts on Warning {\n    id\n    kind\n    message\n    resolvedAt\n    comment {\n      id\n    }\n  }\n"): (typeof documents)["\n  fragment WarningParts on Warning {\n    id\n    kind\n    message\n    resolvedAt\n    comment {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TicketWarnings on Ticket {\n    id\n    warnings {\n      ...WarningParts\n    }\n  }\n"): (typeof documents)["\n  fragment TicketWarnings on Ticket {\n    id\n    warnings {\n      ...WarningParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TicketParts on Ticket {\n    id\n    number\n    subject\n    status\n    priority\n    tags\n    isPrivate\n    department {\n      id\n      name\n    }\n    requester {\n      ...PersonParts\n    }\n    assignee {\n      ...PersonParts\n    }\n    viewerMay {\n      edit\n      changeCcs\n      changeFollowers\n      commentPublicly\n      commentInternally\n    }\n  }\n"): (typeof documents)["\n  fragment TicketParts on Ticket {\n    id\n    number\n    subject\n    status\n    priority\n    tags\n    isPrivate\n    department {\n      id\n      name\n    }\n    requester {\n      ...PersonParts\n    }\n    assignee {\n      ...PersonParts\n    }\n    viewerMay {\n      edit\n      changeCcs\n      changeFollowers\n      commentPublicly\n      commentInternally\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TicketPage($number: Int!) {\n    ticket(number: $number) {\n      ...TicketParts\n      ...TicketPeople\n      ...TicketWarnings\n      mergedInto {\n        ...TicketLink\n      }\n      followUpOf {\n        ...TicketLink\n      }\n      seq\n      department {\n        ...DepartmentRulesParts\n      }\n      comments(last: 60) {\n        edges {\n          node {\n            ...CommentParts\n          }\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query TicketPage($number: Int!) {\n    ticket(number: $number) {\n      ...TicketParts\n      ...TicketPeople\n      ...TicketWarnings\n      mergedInto {\n        ...TicketLink\n      }\n      followUpOf {\n        ...TicketLink\n      }\n      seq\n      department {\n        ...DepartmentRulesParts\n      }\n      comments(last: 60) {\n        edges {\n          node {\n            ...CommentParts\n          }\n        }\n        pageInfo {\n          hasPreviousPage\n          startCursor\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TicketSeq($id: ID!) {\n    ticket(id: $id) {\n      id\n      seq\n    }\n  }\n"): (typeof documents)["\n  query TicketSeq($id: ID!) {\n    ticket(id: $id) {\n      id\n      seq\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeTicket($input: ChangeTicketInput!) {\n    changeTicket(input: $input) {\n      ticket {\n        ...TicketParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeTicket($input: ChangeTicketInput!) {\n    changeTicket(input: $input) {\n      ticket {\n        ...TicketParts\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResolveWarning($input: ResolveWarningInput!) {\n    resolveWarning(input: $input) {\n      warning {\n        ...WarningParts\n      }\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ResolveWarning($input: ResolveWarningInput!) {\n    resolveWarning(input: $input) {\n      warning {\n        ...WarningParts\n      }\n      ticket {\n        ...TicketPeople\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NewTicketDepartments {\n    departments {\n      id\n      slug\n      name\n      ccEnabled\n      ccLimit\n      supportAddresses\n    }\n  }\n"): (typeof documents)["\n  query NewTicketDepartments {\n    departments {\n      id\n      slug\n      name\n      ccEnabled\n      ccLimit\n      supportAddresses\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateTicket($input: CreateTicketInput!) {\n    createTicket(input: $input) {\n      ticket {\n        id\n        number\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateTicket($input: CreateTicketInput!) {\n    createTicket(input: $input) {\n      ticket {\n        id\n        number\n      }\n      errors {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TicketRow on Ticket {\n    id\n    number\n    subject\n    status\n    updatedAt\n    isPrivate\n    requester {\n      id\n      name\n    }\n    assignee {\n      id\n      name\n    }\n    department {\n      id\n      slug\n      name\n    }\n    warningCount\n  }\n"): (typeof documents)["\n  fragment TicketRow on Ticket {\n    id\n    number\n    subject\n    status\n    updatedAt\n    isPrivate\n    requester {\n      id\n      name\n    }\n    assignee {\n      id\n      name\n    }\n    department {\n      id\n      slug\n      name\n    }\n    warningCount\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TicketList($filter: TicketFilter, $first: Int!, $after: String) {\n    tickets(filter: $filter, orderBy: UPDATED_AT_DESC, first: $first, after: $after) {\n      edges {\n        node {\n          ...TicketRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query TicketList($filter: TicketFilter, $first: Int!, $after: String) {\n    tickets(filter: $filter, orderBy: UPDATED_AT_DESC, first: $first, after: $after) {\n      edges {\n        node {\n          ...TicketRow\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ViewCount($filter: TicketFilter) {\n    tickets(filter: $filter, first: 1) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query ViewCount($filter: TicketFilter) {\n    tickets(filter: $filter, first: 1) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DeskEvents($after: String) {\n    deskEvents(after: $after) {\n      __typename\n      type\n      cursor\n      seq\n      ticketId\n      actor {\n        id\n        name\n      }\n      ticket {\n        ...TicketRow\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription DeskEvents($after: String) {\n    deskEvents(after: $after) {\n      __typename\n      type\n      cursor\n      seq\n      ticketId\n      actor {\n        id\n        name\n      }\n      ticket {\n        ...TicketRow\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;